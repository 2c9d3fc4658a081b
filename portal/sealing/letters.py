"""Letters of other scripts in Latin, as one-to-one as spelling without a dictionary can be.

For finding, not for showing: short vowels that a script does not write stay away, and the frame of
consonants in ``names`` bridges what is left. A letter that no table knows stays itself, so that a
name still finds its like in its own script.
"""


def _table(*pairs: str) -> dict[int, str]:
    found = {}
    for pair in pairs:
        letters, _, latin = pair.partition("=")
        found.update({ord(letter): latin for letter in letters})
    return found


# After NFKD and case folding: ё is е with a mark, й is и with a mark, and marks are gone.
CYRILLIC = _table(
    "а=a", "б=b", "в=v", "гґғ=g", "д=d", "еэ=e", "є=ye", "жҗ=zh", "зѕ=z", "иі=i", "кқ=k", "лљ=l",
    "м=m", "нњң=n", "оө=o", "п=p", "р=r", "с=s", "тћ=t", "уүұў=u", "ф=f", "х=kh", "ц=ts", "ч=ch",
    "џ=dzh", "ш=sh", "щ=shch", "ы=y", "ю=yu", "я=ya", "ә=a", "ј=y", "ђ=dj", "һ=h", "ъь=",
)  # fmt: skip
GREEK = _table(
    "α=a", "β=v", "γ=g", "δ=d", "ε=e", "ζ=z", "ηι=i", "θ=th", "κ=k", "λ=l", "μ=m", "ν=n", "ξ=x",
    "ο=o", "π=p", "ρ=r", "σς=s", "τ=t", "υ=y", "φ=f", "χ=ch", "ψ=ps", "ω=o",
)  # fmt: skip
# Arabic with the letters of Persian, Urdu, Pashto and Kurdish; ta marbuta and final ha are one.
ARABIC = _table(
    "اٱع=a", "ب=b", "پ=p", "تطټٹ=t", "ثسص=s", "ج=j", "چ=ch", "حهہھ=h", "ة=h", "خ=kh", "دضډڈ=d",
    "ذزظ=z", "ژږ=zh", "رړڑڕ=r", "ش=sh", "ښ=sh", "ځ=z", "څ=ts", "غ=gh", "ف=f", "ڤ=v", "ق=q", "کكګگ=k",
    "لڵ=l", "م=m", "نںڼ=n", "وۆ=w", "يیىےېۍێ=y", "ء=", "ە=e",
)  # fmt: skip
HEBREW = _table(
    "אע=a", "ב=b", "ג=g", "ד=d", "ה=h", "ו=v", "ז=z", "ח=kh", "ט=t", "י=y", "כך=k", "ל=l", "מם=m",
    "נן=n", "ס=s", "פף=p", "צץ=ts", "ק=k", "ר=r", "ש=sh", "ת=t",
)  # fmt: skip
GEORGIAN = _table(
    "ა=a", "ბ=b", "გ=g", "დ=d", "ე=e", "ვ=v", "ზ=z", "თტ=t", "ი=i", "კქ=k", "ლ=l", "მ=m", "ნ=n",
    "ო=o", "პფ=p", "ჟ=zh", "რ=r", "ს=s", "უ=u", "ღ=gh", "ყ=q", "შ=sh", "ჩჭ=ch", "ცწ=ts", "ძ=dz",
    "ხ=kh", "ჯ=j", "ჰ=h",
)  # fmt: skip
ARMENIAN = _table(
    "ա=a", "բ=b", "գ=g", "դ=d", "եէը=e", "զ=z", "թտ=t", "ժ=zh", "ի=i", "լ=l", "խ=kh", "ծց=ts",
    "կք=k", "հ=h", "ձ=dz", "ղ=gh", "ճչ=ch", "մ=m", "յ=y", "ն=n", "շ=sh", "ոօ=o", "պփ=p", "ջ=j",
    "րռ=r", "ս=s", "վւ=v", "ֆ=f",
)  # fmt: skip
LATIN = _table(
    "æ=ae", "œ=oe", "øɵ=o", "łľ=l", "đðɖ=d", "þ=th", "ıɨ=i", "ħ=h", "ŋɲ=n", "ə=a", "ɛ=e", "ɔ=o",
    "ɓ=b", "ɗ=d", "ƙ=k", "ƴ=y",
)  # fmt: skip
PAIRS = (("ου", "u"), ("μπ", "b"), ("ντ", "d"), ("γκ", "g"))
TO_LATIN = {**CYRILLIC, **GREEK, **ARABIC, **HEBREW, **GEORGIAN, **ARMENIAN, **LATIN}


def to_latin(text: str) -> str:
    """``text`` (case folded, without marks) with every known letter in Latin."""
    for pair, latin in PAIRS:
        text = text.replace(pair, latin)
    return text.translate(TO_LATIN)
