"""The screener: a good pair passes every check; each kind of damage is found under its name, in its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfterm.cycles.disclosure import POLICIES
from halfterm.site.screener import RULES, Screening, fault_lines, screen
from halfterm.site.screener_files import NamedFile

DATA = """\
time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,sex,kind,pupils_n,gap
201112,Academic year,National,E92000001,England,,,Total,Total,120,-2.3
201112,Academic year,National,E92000001,England,,,Girls,Total,60,0.4
201213,Academic year,Regional,E92000001,England,E12000001,North East,Total,FSM,10,c
201213,Academic year,Regional,E92000001,England,E12000001,North East,Girls,FSM,c,low
"""
META = """\
col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column
sex,Filter,Sex,,,,Which pupils,
kind,Filter,Kind,,,,,
pupils_n,Indicator,Pupils,Numbers,,0,,
gap,Indicator,Gap,Gaps,pp,1,,
"""
SCHOOLS = """\
time_period,time_identifier,geographic_level,country_code,country_name,new_la_code,old_la_code,la_name,\
school_urn,school_laestab,school_name,sex,n
201213,Academic year,School,E92000001,England,E08000025,330,Birmingham,103167,3302071,Ash School,Total,1.25
201213,Academic year,School,E92000001,England,E08000025,330,Birmingham,103167,3302071,Ash School,Girls,z
201213,Academic year,School,E92000001,England,z,z,Unknown,x,x,Elm School,Girls,7
"""
SCHOOLS_META = """\
col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column
sex,Filter,Sex,,,,,
n,Indicator,Number,,,0,,
"""


def screened(data: str | bytes = DATA, meta: str | bytes | None = META, *, name: str = "gaps") -> Screening:
    def file(content: str | bytes, ending: str) -> NamedFile:
        return NamedFile(name + ending, content.encode() if isinstance(content, str) else content)

    return screen(file(data, ".csv"), None if meta is None else file(meta, ".meta.csv"))


def found(screening: Screening) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The checks that did not pass: result and places."""
    bad = (*screening.of("fail"), *screening.of("warning"))
    return {check.name: (check.result, fault_lines(check)) for check in bad}


@pytest.mark.parametrize(("data", "meta"), [(DATA, META), (SCHOOLS, SCHOOLS_META)])
def test_a_good_pair_passes_every_check(data: str, meta: str) -> None:
    screening = screened(data, meta)
    assert found(screening) == {}
    assert screening.passed
    assert len(screening.checks) == len(RULES)


def changed(text: str, old: str, new: str, times: int = 1) -> str:
    assert old in text
    return text.replace(old, new, times)


DAMAGED_DATA: list[tuple[str, str, str, str]] = [
    ("row_width", "120,-2.3", "120,-2.3,9", "not as many cells as the header has (row 2)"),
    ("empty_rows", "201112,Academic year,National,E92000001,England,,,Girls", ",,\n201112,Academic year,"
     "National,E92000001,England,,,Girls", "nothing in it (row 3)"),
    ("general_null", "E12000001,North East,Total", "E12000001,North East,NULL",
     "column sex: NA or NULL in words (row 4)"),
    ("time_id_valid", "201112,Academic year", "201112,Half-term",
     "column time_identifier: no time identifier of the standard (row 2)"),
    ("time_id_mix", "201112,Academic year", "201112,Spring term",
     "column time_identifier: identifiers that do not go together, such as years with terms"),
    ("time_period_num", "201112,", "2011/12,", "column time_period: not 4 or 6 figures (row 2)"),
    ("time_period", "201112,Academic", "2011,Academic",
     "column time_period: its identifier goes with 6 figures (row 2)"),
    ("time_period_six", "201112,", "201113,",
     "column time_period: the years do not follow one another, as in 201213 (row 2)"),
    ("filter_whitespace", "Girls,Total", " Girls,Total",
     "column sex: spaces before or behind, or two together (row 3)"),
    ("filter_blanks", "Girls,Total", ",Total",
     "column sex: blank: say Total where it is all together (row 3)"),
    ("filter_ob_total", "E12000001,North East,Total", "E12000001,Total,Total",
     "column region_name: Total or All where a time or place is named: leave it blank (row 4)"),
    ("general_dupes", "Girls,Total", "Total,Total",
     "the same time, place and filters as another row (rows 2, 3)"),
    ("ind_invalid_entry", "120,-2.3", '"1,200",-2.3',
     "column pupils_n: neither a plain number nor c, z, x or low (row 2)"),
    ("ind_invalid_entry", "10,c", "10,", "column gap: neither a plain number nor c, z, x or low (row 4)"),
    ("ind_invalid_entry", "10,c", "10,..", "column gap: neither a plain number nor c, z, x or low (row 4)"),
    ("ind_invalid_entry", "10,c", "10,1e5", "column gap: neither a plain number nor c, z, x or low (row 4)"),
    ("geog_level", "201213,Academic year,Regional", "201213,Academic year,Cluster",
     "column geographic_level: no geographic level of the standard (row 4)"),
    ("geog_level_present", "201213,Academic year,Regional", "201213,Academic year,Ward",
     "column ward_code: the column is missing, and there are rows of level Ward"),
    ("geog_level_completed", "E12000001,North East,Total", ",,Total",
     "column region_code: blank in a row of level Regional (row 4)"),
    ("geog_overcompleted_cols", "England,,,Girls", "England,E12000001,North East,Girls",
     "column region_code: filled in, though a row of level National lies in no one place of Regional "
     "(row 3)"),
    ("geog_country_combos", "E92000001,England", "E92000001,Britain",
     "column country_code: not as the official list has it with country_name (row 2)"),
    ("geog_region_combos", "E12000001,North East,Total", "E12000002,North East,Total",
     "column region_code: not as the official list has it with region_name (row 4)"),
    ("geog_region_both", "E12000001,North East,Total", "E12000001,,Total",
     "column region_code: one of region_code and region_name is filled in without the other (row 4)"),
    ("col_req_data", "country_code,country_name", "country,country_name",
     "column country_code: the column is missing"),
    ("col_dupes", "region_name,sex", "sex,sex", "column sex: the column is there twice"),
    ("col_names_spaces", "region_code,", "region code,", "column region code: a space in its name"),
    ("cross_meta_to_data", ",gap\n", ",gaps\n",
     "metadata, column col_name: names a column that the data file does not have (row 5)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "place"), DAMAGED_DATA)
def test_damage_of_the_data_fails_the_check_of_its_name(name: str, old: str, new: str, place: str) -> None:
    result, places = found(screened(changed(DATA, old, new)))[name]
    assert result == "fail"
    assert place in places


DAMAGED_META: list[tuple[str, str, str, str]] = [
    ("col_req_meta", ",filter_hint", ",hint", "metadata, column filter_hint: the column is missing"),
    ("col_invalid_meta", ",filter_hint", ",hint", "metadata, column hint: metadata has no such column"),
    ("meta_col_name", "\nsex,", "\n,", "metadata, column col_name: blank (row 2)"),
    ("meta_col_name_spaces", "\nsex,", "\nthe sex,", "metadata, column col_name: a space in it (row 2)"),
    ("meta_col_name_dupe", "\nkind,", "\nsex,",
     "metadata, column col_name: the same as in another row (rows 2, 3)"),
    ("meta_col_type", "sex,Filter", "sex,filter",
     "metadata, column col_type: neither Filter nor Indicator (row 2)"),
    ("meta_ob_unit", "\nkind,", "\nregion_code,",
     "metadata, column col_name: says when or where, which metadata does not describe (row 3)"),
    ("meta_geog_catch", "\nkind,", "\nregion_code,",
     "metadata, column col_name: called as a place is: no filter (row 3)"),
    ("meta_label", "Filter,Sex", "Filter,", "metadata, column label: blank (row 2)"),
    ("meta_dupe_label", "Filter,Sex", "Filter,Kind",
     "metadata, column label: the same as in another row (rows 2, 3)"),
    ("meta_filter_hint", "Numbers,,0,,", "Numbers,,0,How many,",
     "metadata, column filter_hint: an indicator has no hint (row 4)"),
    ("meta_fil_grp", "Numbers,,0,,", "Numbers,,0,,kind",
     "metadata, column filter_grouping_column: an indicator has no such column (row 4)"),
    ("meta_fil_grp_is_fil", "Which pupils,", "Which pupils,kind",
     "metadata, column filter_grouping_column: a column of its own in col_name as well (row 2)"),
    ("meta_indicator_grouping", "Sex,,", "Sex,Pupils,",
     "metadata, column indicator_grouping: a filter has no such group (row 2)"),
    ("meta_ind_grp_stripped", ",Gaps,", ",Num-bers,",
     "metadata, column indicator_grouping: two of its values are the same but for spaces and signs"),
    ("meta_ind_unit", "Kind,,,", "Kind,,%,", "metadata, column indicator_unit: a filter has no unit (row 3)"),
    ("meta_ind_unit_validation", ",pp,", ",points,",
     "metadata, column indicator_unit: none of %, pp, £, £m, numberstring, nor blank (row 5)"),
    ("meta_indicator_dp", "Kind,,,", "Kind,,,2",
     "metadata, column indicator_dp: a filter has no decimals (row 3)"),
    ("meta_ind_dp_values", ",pp,1", ",pp,1.5",
     "metadata, column indicator_dp: not a whole number or blank (row 5)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "place"), DAMAGED_META)
def test_damage_of_the_metadata_fails_the_check_of_its_name(
    name: str, old: str, new: str, place: str
) -> None:
    result, places = found(screened(meta=changed(META, old, new)))[name]
    assert result == "fail"
    assert place in places


def without_girls(data: str) -> str:
    return "".join(line for line in data.splitlines(keepends=True) if "Girls" not in line)


def test_a_filter_with_one_value_fails() -> None:
    faults = found(screened(without_girls(DATA)))
    assert set(faults) == {"filter_not_singular"}


WARNED: list[tuple[str, Callable[[str], str], Callable[[str], str]]] = [
    ("cross_data_to_meta", lambda d: d, lambda m: changed(m, "kind,Filter,Kind,,,,,\n", "")),
    ("col_snake_case", lambda d: changed(d, ",gap\n", ",Gap\n"), lambda m: changed(m, "\ngap,", "\nGap,")),
    ("col_var_start", lambda d: changed(d, ",gap\n", ",_gap\n"), lambda m: changed(m, "\ngap,", "\n_gap,")),
    ("meta_ind_dp_set", lambda d: d, lambda m: changed(m, ",pp,1", ",pp,")),
    ("filter_defaults",
     lambda d: changed(d, ",Total,Total,", ",All,Total,").replace(",Total,FSM", ",All,FSM"), lambda m: m),
    ("api_char_col_label", lambda d: d, lambda m: changed(m, "Filter,Sex", "Filter," + "S" * 101)),
    ("api_char_items", lambda d: changed(d, "Girls", "G" * 121), lambda m: m),
]  # fmt: skip


@pytest.mark.parametrize(("name", "of_data", "of_meta"), WARNED, ids=[name for name, _, _ in WARNED])
def test_what_deserves_a_look_is_a_warning_and_the_file_passes(
    name: str, of_data: Callable[[str], str], of_meta: Callable[[str], str]
) -> None:
    screening = screened(of_data(DATA), of_meta(META))
    assert screening.passed
    beside = {"col_var_start"} if name == "col_snake_case" else set()
    assert {check.name for check in screening.of("warning")} == {name} | beside


def test_authorities_have_all_their_columns_and_should_say_their_region() -> None:
    authorities = SCHOOLS.replace(",School,", ",Local authority,").replace("103167,3302071,Ash School", ",,")
    authorities = authorities.replace("x,x,Elm School", ",,")
    assert found(screened(authorities, SCHOOLS_META))["geog_region_for_la"][0] == "warning"
    lost = SCHOOLS.replace("old_la_code", "authority")
    words = "column old_la_code: the column is missing, and others of local authorities are there"
    assert found(screened(lost, SCHOOLS_META))["geog_la_col_present"] == ("fail", (words,))


def test_a_default_that_the_metadata_names_stands_for_the_total() -> None:
    header = META.replace("filter_grouping_column\n", "filter_grouping_column,filter_default\n")
    lines = [line + ("" if place == 0 else ",") for place, line in enumerate(header.splitlines())]
    lines[1] = lines[1].removesuffix(",") + ",Girls"
    data = DATA.replace(",Total,Total,", ",Boys,Total,").replace(",Total,FSM,", ",Boys,FSM,")
    assert found(screened(data, "\n".join(lines))) == {}


def test_groups_of_filters_are_held_to_their_rules() -> None:
    data = DATA.replace("sex,kind", "sex,band").replace(",FSM,", ",All-ways,")
    grouped = "Which pupils,band\n"
    meta = META.replace("kind,Filter,Kind,,,,,\n", "").replace("Which pupils,\n", grouped)
    assert found(screened(data, meta)) == {}
    more = data.replace("Girls,Total", "Girls,All ways")
    faults = found(screened(more, meta))
    assert set(faults) >= {"filter_group_level", "meta_fil_grp_stripped"}
    twice = meta.replace("gap,Indicator", "kind2,Filter,K,,,,,band\ngap,Indicator")
    assert "meta_fil_grp_dupe" in found(screened(data, twice))


def test_schools_beside_areas_are_a_warning_and_beside_providers_a_failure() -> None:
    mixed = SCHOOLS.replace(
        "School,E92000001,England,z,z,Unknown,x,x,Elm School", "National,E92000001,England,,,,,,"
    )
    assert set(found(screened(mixed, SCHOOLS_META))) == {"geog_ignored_rows"}
    header, *rows = mixed.replace(",National,", ",Provider,").splitlines()
    wider = "\n".join([f"{header},provider_ukprn,provider_name", *(f"{row},1000,A" for row in rows)])
    assert "geog_school_provider" in found(screened(wider, SCHOOLS_META))


def test_rows_of_schools_alone_are_looked_at_for_repetitions() -> None:
    assert "general_dupes" in found(screened(SCHOOLS.replace("Total,1.25", "Girls,1.25"), SCHOOLS_META))


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("E08000025,330,Birmingham", "E08000026,330,Birmingham", "geog_la_combos"),
        ("E08000025,330,Birmingham", "E08000025,x,Birmingham", "geog_la_combos"),
        ("E08000025,330,Birmingham", "E08000025,33,Birmingham", "geog_old_la_code"),
        ("103167,3302071", "103,3302071", "geog_school_urn"),
        ("103167,3302071", "103167,330/2071", "geog_school_laestab"),
        ("3302071,Ash School", "3302071,Oak School", "geog_other_code_dupes"),
    ],
)
def test_codes_of_schools_and_authorities_are_checked(old: str, new: str, name: str) -> None:
    assert found(screened(changed(SCHOOLS, old, new), SCHOOLS_META))[name][0] == "fail"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "readable"),
        (b"\n\n", "readable"),
        (b"PK\x03\x04\x00\x00", "readable"),
        (DATA.encode() + b'"open', "readable"),
        (DATA.encode("utf-16"), "readable"),
        (DATA.replace(",", ";").encode(), "file_separator"),
        (DATA.replace("North East", "Nørth East").encode("latin-1"), "utf8"),
        (DATA.splitlines()[0].encode(), "some_rows"),
    ],
)
def test_a_damaged_file_fails_by_name(data: bytes, name: str) -> None:
    if name == "readable" and data == b"\n\n":
        name = "some_rows"
    assert found(screened(data))[name][0] == "fail"


def test_a_byte_order_mark_does_no_harm() -> None:
    assert screened(b"\xef\xbb\xbf" + DATA.encode()).passed


def test_metadata_that_is_not_there_fails_and_the_rest_waits() -> None:
    assert set(found(screened(meta=None))) == {"filenames_match", "readable"}


@pytest.mark.parametrize(("name", "check"), [("my gaps", "filename_spaces"), ("gäps", "filename_special")])
def test_names_of_files_are_checked(name: str, check: str) -> None:
    assert set(found(screened(name=name))) == {check}


def test_numbers_of_pupils_are_held_to_the_policy_of_an_audience() -> None:
    files = NamedFile("gaps.csv", DATA.encode()), NamedFile("gaps.meta.csv", META.encode())
    assert screen(*files, policy=POLICIES["public"]).passed
    small = NamedFile("gaps.csv", DATA.replace(",60,", ",9,").replace(",120,", ",122,").encode())
    faults = found(screen(small, files[1], policy=POLICIES["public"]))
    words = "column pupils_n: a number of pupils that this audience may not see (rows 2, 3)"
    assert faults == {"ind_small_counts": ("fail", (words,))}
    finer = NamedFile("gaps.csv", DATA.replace("-2.3", "-2.31").encode())
    assert set(found(screen(finer, files[1], policy=POLICIES["cluster"]))) == {"ind_decimals"}
    assert screen(finer, files[1]).passed


def test_no_message_repeats_what_a_cell_holds() -> None:
    secret = "B801200005001"
    damaged = DATA.replace("Total", secret).replace("201112", secret).replace("-2.3", secret)
    told = [line for check in screened(damaged, META + f"{secret},x\n").checks for line in fault_lines(check)]
    assert len(told) > 5
    assert secret not in "".join(told)


def test_many_faults_are_counted_and_the_first_are_named() -> None:
    rows = DATA.splitlines()
    screening = screened("\n".join([*rows, *[rows[1].replace("-2.3", "none")] * 400]))
    (check,) = [check for check in screening.checks if check.name == "ind_invalid_entry"]
    assert (check.count, len(check.faults)) == (400, 50)
    assert fault_lines(check)[0].endswith("(rows 6, 7, 8, 9, 10, 11, 12, 13, ...)")
    assert fault_lines(check)[-1] == "and 350 more"


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
    st.binary(max_size=200) | st.just(META.encode()),
    st.integers(0, len(DATA)),
)
def test_whatever_is_in_the_files_is_screened_without_an_error(data: bytes, meta: bytes, at: int) -> None:
    whole = DATA.encode()
    for content in (data, whole[:at] + data + whole[at:], whole[:at]):
        screening = screened(content, meta)
        assert screening.checks
        assert all(fault_lines(check) or check.result in ("pass", "not needed") for check in screening.checks)


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES) > 70
