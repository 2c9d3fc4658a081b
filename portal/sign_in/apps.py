"""How a person proves who she is, what she agreed to, and where she is signed in."""

from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "portal.sign_in"
    label = "sign_in"
    verbose_name = "Sign-in"

    def ready(self) -> None:
        from allauth.mfa.models import Authenticator
        from allauth.mfa.signals import authenticator_used
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import post_delete

        from portal.core.reference import register_loader
        from portal.sign_in import passing, sealed
        from portal.sign_in.reference import load

        register_loader("terms", load)
        authenticator_used.connect(passing.second_step_given, dispatch_uid="sign_in.second_step")
        user_logged_in.connect(passing.session_began, dispatch_uid="sign_in.session")
        post_delete.connect(sealed.forget, sender=Authenticator, dispatch_uid="sign_in.forget")
