"""First-sight signs (UNODC), and forced crime. Plain table.

A sign proves nothing by being there or not; it is a prompt to ask on. Columns: `R` the label was
read in a source, `s` it speaks of the scene; then the Palermo element it clearly points to.
"""

from cases.indicator_lists.kinds import About, Sign, SignGroup
from portal.access.vocabulary import gettext_noop


def _row(code: str, flags: str, points_to: str, label: str) -> Sign:
    about = About.SCENE if "s" in flags else About.PERSON
    return Sign(code, SignGroup(code[:2]), label, about, points_to, "R" in flags)


GENERAL_SIGNS: tuple[Sign, ...] = (
    _row("UG01", "", "other_coercion", gettext_noop("Believes there is no choice but to work")),
    _row("UG02", "", "other_coercion", gettext_noop("Cannot leave the place of work")),
    _row("UG03", "R", "other_coercion", gettext_noop("Movements are controlled")),
    _row("UG04", "", "", gettext_noop("Feels unable to leave")),
    _row("UG05", "", "", gettext_noop("Fear or anxiety")),
    _row("UG06", "", "threat", gettext_noop("Violence or threats, also against relatives")),
    _row("UG07", "R", "use_of_force", gettext_noop("Injuries as of an assault")),
    _row("UG08", "", "", gettext_noop("Injuries typical of certain work, or of being tied")),
    _row("UG09", "", "", gettext_noop("Does not trust the authorities")),
    _row(
        "UG10",
        "",
        "threat",
        gettext_noop("Was threatened with being handed over to the authorities"),
    ),
    _row("UG11", "", "", gettext_noop("Afraid to say what right to stay there is")),
    _row("UG12", "R", "other_coercion", gettext_noop("Papers are held by somebody else")),
    _row("UG13", "", "", gettext_noop("Carries false papers")),
    _row("UG14", "", "", gettext_noop("Was found at a place known for exploitation")),
    _row("UG15", "", "", gettext_noop("Does not know the language of the place")),
    _row("UG16", "", "", gettext_noop("Does not know the address of home or work")),
    _row("UG17", "R", "", gettext_noop("Others speak, the person is reluctant to")),
    _row("UG18", "", "", gettext_noop("Acts as if told what to say")),
    _row("UG19", "", "other_coercion", gettext_noop("Is forced to work under certain conditions")),
    _row("UG20", "", "other_coercion", gettext_noop("Is disciplined by punishment")),
    _row("UG21", "", "", gettext_noop("Cannot bargain over the conditions of work")),
    _row("UG22", "", "", gettext_noop("Little or no pay")),
    _row("UG23", "R", "", gettext_noop("Has no access to the earnings")),
    _row("UG24", "", "", gettext_noop("Very long hours over long periods")),
    _row("UG25", "", "", gettext_noop("No days off")),
    _row("UG26", "R", "", gettext_noop("Poor lodging")),
    _row("UG27", "", "", gettext_noop("No medical care")),
    _row("UG28", "R", "", gettext_noop("Little contact with other people")),
    _row("UG29", "", "", gettext_noop("Little contact with family")),
    _row("UG30", "", "", gettext_noop("Cannot speak freely with others")),
    _row("UG31", "", "other_coercion", gettext_noop("Believes to be bound by a debt")),
    _row("UG32", "", "abuse_of_vulnerability", gettext_noop("Depends on others for everything")),
    _row("UG33", "", "", gettext_noop("Comes from a place known as a source of trafficking")),
    _row(
        "UG34",
        "",
        "other_coercion",
        gettext_noop("The journey was paid by others and is to be worked off"),
    ),
    _row("UG35", "", "deception", gettext_noop("Acted on promises that were false")),
    _row("UG36", "", "", gettext_noop("Was moved often from place to place")),
)

CHILD_SIGNS: tuple[Sign, ...] = (
    _row("UC01", "", "", gettext_noop("Has no access to parents or guardians")),
    _row("UC02", "", "", gettext_noop("Is intimidated, behaves unlike other children of that age")),
    _row("UC03", "", "", gettext_noop("Has no friends of the same age outside work")),
    _row("UC04", "", "", gettext_noop("Does not go to school")),
    _row("UC05", "", "", gettext_noop("Has no time to play")),
    _row("UC06", "", "", gettext_noop("Lives apart from other children, and badly")),
    _row("UC07", "", "", gettext_noop("Eats apart from the family")),
    _row("UC08", "", "", gettext_noop("Gets only leftovers to eat")),
    _row("UC09", "", "forced_labour", gettext_noop("Does work that is not fit for children")),
    _row("UC10", "", "", gettext_noop("Travels without an adult")),
    _row("UC11", "", "", gettext_noop("Travels in a group with people who are no relatives")),
    _row(
        "UC12", "s", "", gettext_noop("Clothes in children's sizes for hard work or for sex work")
    ),
    _row("UC13", "s", "", gettext_noop("Toys or beds in brothels or factories")),
    _row("UC14", "s", "", gettext_noop("An adult claims to have found a child who was alone")),
    _row("UC15", "s", "", gettext_noop("Carries telephone numbers of taxis")),
    _row("UC16", "s", "", gettext_noop("An illegal adoption was found")),
)

WORK_SIGNS: tuple[Sign, ...] = (
    _row("UD01", "R", "", gettext_noop("Lives with a family")),
    _row("UD02", "R", "", gettext_noop("Does not eat with the family")),
    _row("UD03", "R", "", gettext_noop("Has no room that is private")),
    _row("UD04", "R", "", gettext_noop("Sleeps in a shared or unfit space")),
    _row(
        "UD05",
        "R",
        "",
        gettext_noop("The employer reported the person missing, who is still there"),
    ),
    _row("UD06", "R", "", gettext_noop("Hardly ever goes out to meet others")),
    _row(
        "UD07", "R", "other_coercion", gettext_noop("Never leaves the house without the employer")
    ),
    _row("UD08", "R", "", gettext_noop("Gets only leftovers to eat")),
    _row("UD09", "R", "threat", gettext_noop("Is insulted, abused or threatened")),
    _row("US01", "R", "", gettext_noop("Was moved between brothels")),
    _row("US02", "R", "other_coercion", gettext_noop("Is escorted to work, shops and back")),
    _row("US03", "R", "", gettext_noop("Tattoos that show somebody as owner")),
    _row("US04", "R", "", gettext_noop("Long hours, few or no days off")),
    _row("US05", "R", "", gettext_noop("Sleeps where the work is")),
    _row("US06", "R", "", gettext_noop("Lives or travels in a group without a common language")),
    _row("US07", "R", "", gettext_noop("Has very few clothes")),
    _row("US08", "R", "", gettext_noop("Has mostly clothes for sex work")),
    _row("US09", "R", "", gettext_noop("Knows only words about sex in the local language")),
    _row("US10", "R", "", gettext_noop("Has no money of their own")),
    _row("US11", "R", "", gettext_noop("Cannot show an identity paper")),
    _row("US12", "", "", gettext_noop("May be of any age")),
    _row("US13", "s", "", gettext_noop("Unprotected or violent sex is offered")),
    _row("US14", "s", "other_coercion", gettext_noop("Cannot refuse unprotected or violent sex")),
    _row("US15", "s", "transfer", gettext_noop("Was bought and sold")),
    _row("US16", "s", "", gettext_noop("Groups are under the control of others")),
    _row("US17", "s", "", gettext_noop("Advertisements offer people by their origin")),
    _row("US18", "s", "", gettext_noop("Clients say that the person is unhappy")),
    _row("UL01", "R", "", gettext_noop("Lives in a group where the work is, and rarely leaves")),
    _row("UL02", "R", "", gettext_noop("Lives in a place unfit for it, such as a farm building")),
    _row("UL03", "R", "", gettext_noop("The lodging is overcrowded")),
    _row("UL04", "R", "", gettext_noop("Is not dressed for the work")),
    _row("UL05", "R", "", gettext_noop("Has no tools or protection for the work")),
    _row("UL06", "R", "", gettext_noop("Gets only leftovers to eat")),
    _row("UL07", "", "", gettext_noop("Has no access to the earnings")),
    _row("UL08", "", "", gettext_noop("Has no contract")),
    _row("UL09", "", "", gettext_noop("Works very long hours")),
    _row(
        "UL10",
        "",
        "abuse_of_vulnerability",
        gettext_noop("Depends on the employer for work, transport and lodging"),
    ),
    _row("UL11", "R", "", gettext_noop("Has no choice of lodging")),
    _row(
        "UL12", "R", "other_coercion", gettext_noop("Never leaves the place without the employer")
    ),
    _row("UL13", "R", "other_coercion", gettext_noop("Cannot move freely")),
    _row("UL14", "R", "other_coercion", gettext_noop("The place is guarded or locked")),
    _row("UL15", "R", "other_coercion", gettext_noop("Is fined as a punishment")),
    _row("UL16", "R", "threat", gettext_noop("Is insulted, abused or threatened")),
    _row("UL17", "R", "", gettext_noop("Has no training or licence for the work")),
    _row("UL18", "s", "", gettext_noop("Notices are only in languages not spoken here")),
    _row("UL19", "s", "", gettext_noop("There are no notices on health and safety")),
    _row("UL20", "s", "", gettext_noop("The employer has no papers for workers from abroad")),
    _row("UL21", "s", "", gettext_noop("The employer has no record of wages")),
    _row("UL22", "s", "", gettext_noop("Safety equipment is poor or missing")),
    _row("UL23", "s", "", gettext_noop("Equipment was altered so that children can use it")),
    _row("UL24", "s", "", gettext_noop("Labour law is breached")),
    _row("UL25", "s", "", gettext_noop("Tools, food or lodging are paid by cuts of the pay")),
)

CRIME_SIGNS: tuple[Sign, ...] = (
    _row(
        "UB01",
        "",
        "begging",
        gettext_noop("Is a child, old or disabled, and begs in public places or transport"),
    ),
    _row("UB02", "", "criminal_activities", gettext_noop("Is a child who carries or sells drugs")),
    _row("UB03", "", "use_of_force", gettext_noop("Injuries as of mutilation")),
    _row("UB04", "", "", gettext_noop("Children of one origin in large groups with few adults")),
    _row(
        "UB05",
        "",
        "",
        gettext_noop("Children alone who are 'found' by an adult of the same origin"),
    ),
    _row(
        "UB06", "", "", gettext_noop("Groups that walk through trains, with a child or old person")
    ),
    _row("UB07", "", "criminal_activities", gettext_noop("Takes part in what organised gangs do")),
    _row("UB08", "", "", gettext_noop("Large groups of children with one adult as guardian")),
    _row("UB09", "", "other_coercion", gettext_noop("Is punished for bringing in too little")),
    _row("UB10", "", "", gettext_noop("Lives with the gang")),
    _row("UB11", "", "", gettext_noop("Came here with the gang")),
    _row("UB12", "", "", gettext_noop("Lives with adults who are not the parents")),
    _row("UB13", "", "", gettext_noop("Is moved every day, over long distances")),
    _row(
        "UF01",
        "",
        "recruitment",
        gettext_noop("Was recruited by an advertisement for office, computer or telephone work"),
    ),
    _row("UF02", "", "other_coercion", gettext_noop("Papers were taken on arrival")),
    _row("UF03", "", "other_coercion", gettext_noop("The compound is guarded")),
    _row("UF04", "", "other_coercion", gettext_noop("Cannot leave without paying")),
    _row("UF05", "", "transfer", gettext_noop("Was sold from one site to another")),
    _row(
        "UF06",
        "",
        "criminal_activities",
        gettext_noop("Is made to run frauds, gambling or false romance from scripts"),
    ),
    _row(
        "UF07", "", "other_coercion", gettext_noop("Has quotas, and is punished for missing them")
    ),
    _row("UF08", "", "", gettext_noop("Long shifts at night")),
    _row("UF09", "", "other_coercion", gettext_noop("Telephones are limited or watched")),
    _row(
        "UF10", "", "transportation", gettext_noop("Others arranged an irregular border crossing")
    ),
    _row("UF11", "", "other_coercion", gettext_noop("Owes money for journey, visa or 'training'")),
    _row("UF12", "", "other_coercion", gettext_noop("Is forced to recruit others")),
    _row("UF13", "", "threat", gettext_noop("The family is asked for a ransom")),
    _row("UF14", "", "", gettext_noop("Found with equipment that belongs to others")),
    _row(
        "UF15", "", "other_coercion", gettext_noop("Found in a cannabis house locked from outside")
    ),
    _row(
        "UF16",
        "",
        "",
        gettext_noop("Carried money nobody can explain, and cannot tell parts of the story"),
    ),
)

SIGNS: tuple[Sign, ...] = (*GENERAL_SIGNS, *CHILD_SIGNS, *WORK_SIGNS, *CRIME_SIGNS)
