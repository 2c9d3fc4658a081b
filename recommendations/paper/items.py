"""The 29 recommendations and 5 conclusions of the paper, in our own words, each with its section."""

from dataclasses import dataclass

from portal.access.vocabulary import gettext_noop as t

RECOMMENDATIONS_IN_ALL, CONCLUSIONS_IN_ALL = 29, 5
CONCLUSION = "CON"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the paper asks for. ``targets`` are SDG targets it serves."""

    code: str
    section: str
    addressees: str
    title: str
    text: str
    activities: tuple[str, ...] = ()
    targets: tuple[str, ...] = ("5.2", "8.7", "16.2")

    @property
    def approach(self) -> str:
        """The code of its approach; none for a conclusion."""
        prefix = self.code.split("-")[0]
        return "" if prefix == CONCLUSION else prefix


STATES, SECTOR = t("States"), t("Security sector")
NATIONAL, REGIONAL = "4.2, national", "4.2, regional"
DEMAND, PERSONNEL = "4.5, demand", "4.5, security sector"

LEGAL = (
    Item("LEG-1", "4.1", STATES, t("Ratify and carry out the Palermo Protocol and regional instruments"),
         t("Become a party to the Palermo Protocol and to the regional instruments, above all the Council of Europe Convention, and put every part of them into practice."),
         ("LEG.criminalisation", "LEG.harmonisation")),
    Item("LEG-2", "4.1", STATES, t("Define trafficking precisely enough to prosecute, widely enough to cooperate"),
         t("Write a definition into law that meets the international standard: exact enough for a court, common enough for another State to work with."),
         ("LEG.criminalisation", "LEG.harmonisation")),
    Item("LEG-3", "4.1", STATES, t("Keep up an open exchange on good practice in the region"),
         t("Tell each other what works, across the region and in the open."), ("LEG.harmonisation",)),
)  # fmt: skip

PROSECUTION = (
    Item("PRO-1", NATIONAL, STATES, t("Train police, immigration and border guards, and test what stayed"),
         t("Give police, immigration officers and border guards lasting, specialised training, and assess afterwards what they kept of it."),
         ("PRO.capacity",)),
    Item("PRO-2", NATIONAL, STATES, t("Set out clear procedures for trafficking cases"),
         t("Lay down step by step what is done when a case of trafficking comes up."), ("PRO.capacity", "PRO.arrest")),
    Item("PRO-3", NATIONAL, STATES, t("Set up specialised police units"),
         t("Have police units for trafficking that can act at once."), ("PRO.arrest", "PRO.capacity")),
    Item("PRO-4", NATIONAL, t("Law enforcement and protection bodies"), t("Make police and protection work together in earnest"),
         t("Those who prosecute and those who protect cooperate in fact, and not on paper only."), ("PRO.arrest", "PRO.witnesses")),
    Item("PRO-5", NATIONAL, STATES, t("Strengthen the mechanisms between sectors"),
         t("Tie police, border guards and courts together by stronger standing arrangements."), ("PRO.borders", "PRO.arrest")),
    Item("PRO-6", NATIONAL, STATES, t("Let trafficked persons and neighbours report in confidence"),
         t("Open confidential ways to report, nationally and close to home, to trafficked persons and to people around them."),
         ("PRO.arrest", "PRO.anti_corruption")),
    Item("PRO-7", NATIONAL, STATES, t("Fund investigation and prosecution, the travel of witnesses included"),
         t("Pay for investigations and trials as they need it, and for bringing witnesses to court."), ("PRO.witnesses", "PRO.arrest")),
    Item("PRO-8", REGIONAL, t("Police, visa, immigration, border and port authorities, intelligence"),
         t("Exchange information more closely across borders"),
         t("Countries of origin and destination, members of the European Union among themselves and with others exchange what they know more closely."),
         ("PRO.databases", "PRO.borders")),
    Item("PRO-9", REGIONAL, t("Police, Europol, Interpol"), t("Share information in a standard form; use liaison officers and I-24/7"),
         t("Share police information in one standard form, and make better use of liaison officers and of Interpol's I-24/7 network."),
         ("PRO.databases",)),
    Item("PRO-10", REGIONAL, STATES, t("Collect complete data that can be compared"),
         t("Collect data that covers trafficking in all its aspects and can be compared between countries."), ("PRO.databases",)),
    Item("PRO-11", REGIONAL, STATES, t("Teach cooperation across sectors and borders"),
         t("Make working with other sectors and other countries a part of training."), ("PRO.capacity",)),
)  # fmt: skip

PROTECTION = (
    Item("PRT-1", "4.3", STATES, t("Weigh safety, family, residence and fear in every protection"),
         t("Protect in a way that takes account of the safety of the person and of family and friends, of the right to stay, of confidentiality and of the fear of revenge."),
         ("PRT.identification", "PRT.shelter")),
    Item("PRT-2", "4.3", t("States and NGOs"), t("Make a referral mechanism a standing institution"),
         t("Establish a referral mechanism that identifies and protects, with State and NGOs in it."), ("PRT.identification", "PRT.shelter")),
    Item("PRT-3", "4.3", SECTOR, t("Tell trafficked persons of justice, legal protection and help"),
         t("Whoever meets a trafficked person in uniform tells that person about access to justice, legal protection and assistance."),
         ("PRT.identification", "PRT.hotline")),
    Item("PRT-4", "4.3", STATES, t("Help whether or not somebody testifies"),
         t("Assistance never depends on a decision to testify."), ("PRT.shelter", "PRT.medical", "PRT.reintegration")),
    Item("PRT-5", "4.3", SECTOR, t("Never treat trafficked persons as offenders; interview with care"),
         t("Trafficked persons are not handled as criminals; they are interviewed ethically, together with NGOs."), ("PRT.identification",)),
    Item("PRT-6", "4.3", t("Decision-makers"), t("Weigh the risks before any return"),
         t("Whoever decides on a return weighs persecution and violence that traffickers, community or family may do."), ("PRT.reintegration",)),
)  # fmt: skip

ORIGIN = (
    Item("ORI-1", "4.4", STATES, t("Join security with migration, labour, poverty and social policy"),
         t("Security strategies are made together with policies on migration, work, poverty and social affairs."), ("ORI.development",)),
    Item("ORI-2", "4.4", STATES, t("Train consulates on trafficking and guard them against corruption"),
         t("Consular procedures include training on trafficking and measures against corruption."), ("ORI.awareness", "ORI.migrant_workers")),
    Item("ORI-3", "4.4", t("States and NGOs"), t("Join education to democracy, equality, migration and work"),
         t("Education and awareness go together with democracy, gender equality and real chances of migration and work."),
         ("ORI.awareness", "ORI.empowerment", "ORI.discrimination")),
    Item("ORI-4", "4.4", t("States and NGOs"), t("Reach owners of lawful businesses that may be drawn in"),
         t("Campaigns also reach lawful businesses, such as travel agencies, that may take part without knowing it."), ("ORI.awareness",), ("8.7",)),
)  # fmt: skip

DESTINATION = (
    Item("DES-1", DEMAND, STATES, t("Address the buyers of sexual services and of other labour"),
         t("Public campaigns speak to those who buy sexual services, and to those who buy other labour."), ("DES.awareness", "DES.prostitution")),
    Item("DES-2", DEMAND, STATES, t("Monitor and evaluate what those campaigns achieve"),
         t("The effect of such campaigns is followed and evaluated."), ("DES.awareness",)),
    Item("DES-3", PERSONNEL, t("NATO and United Nations"), t("Develop and evaluate awareness programmes for missions"),
         t("NATO and United Nations discuss, develop, follow and evaluate policies and awareness programmes for their missions."), ("DES.awareness",)),
    Item("DES-4", PERSONNEL, t("States that contribute troops"), t("Train personnel; let domestic law prosecute them"),
         t("Those sent abroad are trained, and the law at home allows offenders among them to be prosecuted."), ("DES.awareness", "DES.prostitution")),
    Item("DES-5", PERSONNEL, STATES, t("Pursue allegations against personnel and make outcomes public"),
         t("Allegations against personnel are investigated and prosecuted to the end; how they were handled and how they ended is made public, while those who were trafficked stay confidential."),
         ("DES.prostitution",)),
)  # fmt: skip

CONCLUSIONS = (
    Item("CON-1", "5", STATES, t("Have a referral mechanism, an action plan and a national rapporteur"),
         t("Each State has a National Referral Mechanism, a national action plan, and a national rapporteur who reports to its government.")),
    Item("CON-2", "5", t("Regional bodies"), t("Standardise data; work across borders and sectors"),
         t("Regional bodies bring about standard data collection and cooperation across borders and sectors.")),
    Item("CON-3", "5", t("European Union"), t("Consider a coordinator of the European Union"),
         t("The European Union considers a coordinator against trafficking.")),
    Item("CON-4", "5", t("European Union and other States"), t("Coordinate better between the Union and others"),
         t("The Union and States outside it coordinate better, in policy and in operations.")),
    Item("CON-5", "5", t("All"), t("Act on poverty, inequality of the sexes and lack of chances"),
         t("All act on what makes people vulnerable: poverty, inequality between women and men, lack of opportunity.")),
)  # fmt: skip

ITEMS = (*LEGAL, *PROSECUTION, *PROTECTION, *ORIGIN, *DESTINATION, *CONCLUSIONS)
