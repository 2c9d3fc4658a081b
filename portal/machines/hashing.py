"""The hash of a client's secret: 256 random bits need no slow one, and tokens are asked for often."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class RandomSecretHasher(PBKDF2PasswordHasher):
    """PBKDF2 with one turn: for secrets that nobody chose and nobody can guess."""

    algorithm = "pbkdf2_sha256_random"
    iterations = 1
