"""Kinds of capacity, prevention and practice exchange. Pure."""

from portal.access.vocabulary import Coded, gettext_noop
from recommendations.rules.access import Act
from recommendations.rules.entries.fields import Fault, Field, Type
from recommendations.rules.entries.kinds import Document, EntryKind, Part
from recommendations.rules.entries.plan import in_order

N = gettext_noop
T = Type


class Topic(Coded):
    """What a training is about."""

    RECOGNITION = "recognition", N("Recognising trafficking")
    INTERVIEWING = "interviewing", N("Interviewing")
    INVESTIGATION = "investigation", N("Investigation")
    VICTIM_PROTECTION = "victim_protection", N("Protection of victims")
    PROSECUTION = "prosecution", N("Prosecution")
    CROSS_BORDER = "cross_border", N("Cross-border cooperation")


class Force(Coded):
    """Who is trained, or accused."""

    POLICE = "police", N("Police")
    BORDER = "border", N("Border guards")
    IMMIGRATION = "immigration", N("Immigration")
    PROSECUTORS = "prosecutors", N("Prosecutors")
    JUDGES = "judges", N("Judges")
    LABOUR = "labour", N("Labour inspectors")
    CONSULAR = "consular", N("Consular staff")
    TROOPS = "troops", N("Troops and peacekeepers")
    PRIVATE = "private", N("Private security")
    SOCIAL = "social", N("Social and health services")


class StaffLevel(Coded):
    """Which rank."""

    FRONT_LINE = "front_line", N("Front line")
    SUPERVISORS = "supervisors", N("Supervisors")
    COMMAND = "command", N("Command")


class Kirkpatrick(Coded):
    """What a follow-up looks at."""

    REACTION = "reaction", N("1 Reaction")
    LEARNING = "learning", N("2 Learning")
    BEHAVIOUR = "behaviour", N("3 Behaviour at work")
    RESULTS = "results", N("4 Results")


class Integrity(Coded):
    """What keeps a service clean."""

    VETTING = "vetting", N("Vetting")
    CODE = "code", N("Code of conduct")
    REPORTING = "reporting", N("Confidential reporting")
    AUDIT = "audit", N("Inspection or audit")
    ZERO_TOLERANCE = "zero_tolerance", N("Zero-tolerance order")


class Target(Coded):
    """Whom a campaign is for."""

    AT_RISK = "at_risk", N("Persons at risk")
    BUYERS = "buyers", N("Buyers of services")
    EMPLOYERS = "employers", N("Employers")
    TRAVEL = "travel", N("Travel agencies")
    TROOPS = "troops", N("Troops before deployment")
    PUBLIC = "public", N("The public")


class Design(Coded):
    """How an effect is looked for."""

    NONE = "none", N("Not evaluated")
    AFTER = "after", N("After it alone")
    BEFORE_AFTER = "before_after", N("Before and after")
    CONTROL = "control", N("With a group for comparison")


class Consular(Coded):
    """What a consulate does."""

    TRAINED = "trained", N("Staff trained")
    RANDOM = "random", N("Handling at random")
    VETTED = "vetted", N("Local staff vetted")
    INSPECTED = "inspected", N("Inspection")


def _followed(said: Document) -> dict[str, Fault]:
    asked, passed = said["assessed"], said["reached"]
    wrong = asked is not None and passed is not None and passed > asked
    return {"reached": Fault.MORE_THAN_INVITED} if wrong else {}


def _session(said: Document) -> dict[str, Fault]:
    staff, came = said["staff"], said["attended"]
    wrong = staff is not None and came is not None and came > staff
    return {"attended": Fault.MORE_THAN_INVITED} if wrong else {}


def _campaign(said: Document) -> dict[str, Fault]:
    found = in_order(said, "starts_on", "ends_on")
    if said["cost"] and not said["currency"]:
        found["currency"] = Fault.CURRENCY_NEEDED
    return found


def _kind(code: str, label: str, plural: str, prefix: str, columns: tuple[str, ...],
          fields: tuple[Field, ...], part: Part, **more: object) -> EntryKind:  # fmt: skip
    acts = {
        Part.CAPACITY: (Act.WRITE_CAPACITY, Act.PUBLISH_CAPACITY),
        Part.PREVENTION: (Act.WRITE_PREVENTION, Act.PUBLISH_PREVENTION),
        Part.PRACTICE: (Act.WRITE_PRACTICE, Act.WRITE_PRACTICE),
    }[part]
    return EntryKind(code, part, label, plural, *acts, fields, columns, prefix, **more)  # type: ignore[arg-type]


_C, _P = Part.CAPACITY, Part.PREVENTION
EVIDENCE = Field("evidence", T.ADDRESS, N("Evidence"), hint=N("The address of a public document."))
KINDS: tuple[EntryKind, ...] = (
    _kind("training", N("Training programme"), N("Training programmes"), "T",
          ("title", "topic", "for_whom", "hours"), (
        Field("title", T.LINE, N("Programme"), needed=True),
        Field("topic", T.SEVERAL, N("Topics"), needed=True, options=Topic),
        Field("for_whom", T.SEVERAL, N("For whom"), needed=True, options=Force),
        Field("hours", T.COUNT, N("Hours")),
        Field("text", T.WORDS, N("What it teaches")),
        EVIDENCE,
    ), _C),
    _kind("session", N("Training session"), N("Sessions"), "TS",
          ("training", "on", "force", "staff_level", "region", "attended", "staff"), (
        Field("training", T.PARENT, N("Programme"), needed=True, parent="training"),
        Field("on", T.DAY, N("Held on"), needed=True),
        Field("force", T.ONE, N("Who attended"), needed=True, options=Force),
        Field("staff_level", T.ONE, N("Rank"), options=StaffLevel),
        Field("region", T.LINE, N("Region")),
        Field("attended", T.COUNT, N("How many attended"), needed=True),
        Field("staff", T.COUNT, N("Of how many in the service")),
    ), _C, check=_session),
    _kind("follow_up", N("Follow-up assessment"), N("Follow-ups"), "TF",
          ("training", "on", "looks_at", "months_after", "reached", "assessed"), (
        Field("training", T.PARENT, N("Programme"), needed=True, parent="training"),
        Field("on", T.DAY, N("Assessed on"), needed=True),
        Field("looks_at", T.ONE, N("What it looks at"), needed=True, options=Kirkpatrick),
        Field("months_after", T.COUNT, N("Months after the training")),
        Field("force", T.ONE, N("Who"), options=Force),
        Field("assessed", T.COUNT, N("How many were assessed"), needed=True),
        Field("reached", T.COUNT, N("How many reached the goal")),
        Field("text", T.WORDS, N("What was found")),
    ), _C, check=_followed),
    _kind("unit", N("Specialised unit"), N("Specialised units"), "U",
          ("title", "force", "since", "staff"), (
        Field("title", T.LINE, N("Unit"), needed=True),
        Field("force", T.ONE, N("Of which service"), needed=True, options=Force),
        Field("since", T.DAY, N("Since")),
        Field("staff", T.COUNT, N("Posts")),
        Field("text", T.WORDS, N("What it does")),
    ), _C),
    _kind("procedure", N("Operational procedure"), N("Operational procedures"), "P",
          ("title", "owner", "edition", "review_on"), (
        Field("title", T.LINE, N("Procedure"), needed=True),
        Field("owner", T.LINE, N("Who owns it"), needed=True, hint=N("An office, never a person.")),
        Field("signatories", T.LINE, N("Signed by")),
        Field("edition", T.LINE, N("Edition")),
        Field("in_force_on", T.DAY, N("In force since")),
        Field("review_on", T.DAY, N("To be reviewed on")),
        EVIDENCE,
    ), _C, check=lambda said: in_order(said, "in_force_on", "review_on")),
    _kind("step", N("Step of a procedure"), N("Steps"), "PS",
          ("title", "procedure", "owner", "deadline"), (
        Field("title", T.LINE, N("Step"), needed=True),
        Field("procedure", T.PARENT, N("Procedure"), needed=True, parent="procedure"),
        Field("owner", T.LINE, N("Who"), needed=True),
        Field("deadline", T.LINE, N("Until when")),
        Field("form", T.LINE, N("Form")),
    ), _C),
    _kind("integrity", N("Measure against corruption"), N("Against corruption"), "AC",
          ("title", "what", "force", "on"), (
        Field("title", T.LINE, N("Measure"), needed=True),
        Field("what", T.ONE, N("Kind"), needed=True, options=Integrity),
        Field("force", T.ONE, N("Which service"), options=Force),
        Field("on", T.DAY, N("Since")),
        Field("text", T.WORDS, N("What was done")),
        EVIDENCE,
    ), _C),
    _kind("seizure", N("Seized assets"), N("Seized assets"), "AS",
          ("title", "seized", "confiscated", "to_victims", "currency"), (
        Field("title", T.LINE, N("Period"), needed=True),
        Field("seized", T.AMOUNT, N("Seized"), needed=True),
        Field("confiscated", T.AMOUNT, N("Confiscated")),
        Field("to_victims", T.AMOUNT, N("Paid to victims")),
        Field("currency", T.CURRENCY, N("Currency"), needed=True),
    ), _C),
    _kind("campaign", N("Campaign"), N("Campaigns"), "C",
          ("title", "target", "reach", "cost", "currency", "design"), (
        Field("title", T.LINE, N("Campaign"), needed=True),
        Field("target", T.SEVERAL, N("For whom"), needed=True, options=Target),
        Field("channels", T.LINE, N("Channels")),
        Field("starts_on", T.DAY, N("From")),
        Field("ends_on", T.DAY, N("To")),
        Field("cost", T.AMOUNT, N("Cost")),
        Field("currency", T.CURRENCY, N("Currency")),
        Field("reach", T.COUNT, N("People reached")),
        Field("design", T.ONE, N("How it is evaluated"), needed=True, options=Design),
        Field("before", T.SHARE, N("Before, per cent")),
        Field("after", T.SHARE, N("After, per cent")),
        Field("control", T.SHARE, N("Group for comparison, per cent")),
        Field("text", T.WORDS, N("What was found")),
        EVIDENCE,
    ), _P, check=_campaign),
    _kind("consular", N("Consular measure"), N("Consular measures"), "CM",
          ("title", "what", "on", "staff"), (
        Field("title", T.LINE, N("Measure"), needed=True),
        Field("what", T.ONE, N("Kind"), needed=True, options=Consular),
        Field("on", T.DAY, N("On")),
        Field("staff", T.COUNT, N("Staff concerned")),
        Field("text", T.WORDS, N("What was done")),
    ), _P),
    _kind("business", N("Businesses engaged"), N("Businesses engaged"), "B",
          ("title", "number", "on"), (
        Field("title", T.LINE, N("Trade"), needed=True),
        Field("number", T.COUNT, N("How many"), needed=True),
        Field("on", T.DAY, N("On")),
        Field("text", T.WORDS, N("What they do")),
    ), _P),
    _kind("research", N("Research"), N("Research"), "RS", ("title", "by", "on"), (
        Field("title", T.LINE, N("Study"), needed=True),
        Field("by", T.LINE, N("By")),
        Field("on", T.DAY, N("Published on")),
        Field("text", T.WORDS, N("What it found")),
        EVIDENCE,
    ), _P),
    _kind("practice", N("Good practice"), N("Good practice"), "G", ("title", "items", "contact"), (
        Field("title", T.LINE, N("What works"), needed=True),
        Field("text", T.WORDS, N("What was done"), needed=True),
        Field("items", T.ITEMS, N("Recommendations it carries out")),
        Field("contact", T.LINE, N("Contact"), hint=N("An office’s address, never a person’s.")),
        EVIDENCE,
    ), Part.PRACTICE),
)  # fmt: skip
