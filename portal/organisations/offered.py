"""What a service may say of itself, in codes: whom it takes, what it must offer to whom. Plain rules."""

from portal.access.vocabulary import Coded, gettext_noop


class Accessibility(Coded):
    """What a place or a meeting must offer so that she can use it."""

    STEP_FREE = "step_free", gettext_noop("Without steps")
    WHEELCHAIR = "wheelchair", gettext_noop("Wheelchair")
    GROUND_FLOOR = "ground_floor", gettext_noop("Ground floor or lift")
    PERSONAL_ASSISTANCE = "personal_assistance", gettext_noop("An assistant comes along")
    ASSISTANCE_DOG = "assistance_dog", gettext_noop("Assistance dog")
    COT_OR_PRAM = "cot_or_pram", gettext_noop("Cot or pram")
    QUIET_PLACE = "quiet_place", gettext_noop("A quiet place")


class Takes(Coded):
    """Whom a service takes; a service profile lists all that apply."""

    WOMEN = "women", gettext_noop("Women")
    MEN = "men", gettext_noop("Men")
    CHILDREN = "children", gettext_noop("Children without an adult")
    MOTHERS_WITH_CHILDREN = "mothers_with_children", gettext_noop("Mothers with children")
    FATHERS_WITH_CHILDREN = "fathers_with_children", gettext_noop("Fathers with children")
    FAMILIES = "families", gettext_noop("Families")
    GIRLS = "girls", gettext_noop("Girls")
    BOYS = "boys", gettext_noop("Boys")
    BOYS_TO_11 = "boys_to_11", gettext_noop("Boys up to 11 with their mother")
    BOYS_FROM_12 = "boys_from_12", gettext_noop("Boys from 12")
    NON_BINARY = "non_binary", gettext_noop("Trans and non-binary people")
    COUPLES = "couples", gettext_noop("Couples")
    DISABILITY_ACCESS = "disability_access", gettext_noop("People with a disability")
    PREGNANT = "pregnant", gettext_noop("Pregnant women")
    SUBSTANCE_USE = "substance_use", gettext_noop("People who use alcohol or drugs")
    HIGH_RISK = "high_risk", gettext_noop("People who are looked for")
    PETS = "pets", gettext_noop("People with a pet")
