import pytest
from misdirect_tui.core.file_name import file_name, file_path


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (r"C:\客户\Casa Verde\2025\PI-NL.pdf", "PI-NL.pdf"),
        (r"\\server\Casa Verde\PI-NL.pdf", "PI-NL.pdf"),
        ("/tmp/x/PI.pdf", "PI.pdf"),
        ("~/Casa Verde/PI.pdf", "PI.pdf"),
        ("'/tmp/Casa Verde/PI 2.pdf' ", "PI 2.pdf"),
        ('"C:\\Casa Verde\\PI.pdf"', "PI.pdf"),
        (r"/tmp/Casa\ Verde/PI\ \(2\).pdf", "PI (2).pdf"),
        ("Casa Verde/PI.pdf", "PI.pdf"),
        ("file:///home/li/Casa%20Verde/PI%202.pdf", "PI 2.pdf"),
        ("file:///C:/Casa%20Verde/PI.pdf", "PI.pdf"),
        ("/tmp/Casa Verde/", ""),
    ],
)
def test_a_path_gives_the_name_of_its_file_alone(given, name):
    assert file_name(given) == name


@pytest.mark.parametrize("given", ["PI-NL.pdf", "Offer 12/2025", "价格表 3/4", 'Li\'s "best" offer', ""])
def test_what_is_no_path_stays_as_it_is(given):
    assert file_name(given) == given
    assert file_path(given) == ""


def test_a_path_is_freed_of_what_a_shell_put_around_it():
    assert file_path(r"/tmp/Casa\ Verde/PI.pdf") == "/tmp/Casa Verde/PI.pdf"
    assert file_path("file:///C:/x/PI.pdf") == "C:/x/PI.pdf"
