"""England's regions and local authorities with their official codes, past and present, as dated data.

From the Office for National Statistics' code history and the education department's own three figures, as
they stood in May 2025. Authorities that are no more are among them: their schools' numbers go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

REGIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "E12000001": "North East",
        "E12000002": "North West",
        "E12000003": "Yorkshire and The Humber",
        "E12000004": "East Midlands",
        "E12000005": "West Midlands",
        "E12000006": "East of England",
        "E12000007": "London",
        "E12000008": "South East",
        "E12000009": "South West",
        "E13000001": "Inner London",
        "E13000002": "Outer London",
    }
)

# By region: the education department's code, the end of the E-code, the name. Those no more come first.
_LISTED: Final = {
    "E12000001": """
        x 10000010 Durham|x 10000022 Northumberland
        929 06000048 Northumberland|390 08000020 Gateshead
        805 06000001 Hartlepool|806 06000002 Middlesbrough|807 06000003 Redcar and Cleveland
        808 06000004 Stockton-on-Tees|841 06000005 Darlington|840 06000047 County Durham
        929 06000057 Northumberland|391 08000021 Newcastle upon Tyne|392 08000022 North Tyneside
        393 08000023 South Tyneside|394 08000024 Sunderland|390 08000037 Gateshead""",
    "E12000002": """
        875 10000004 Cheshire|909 10000006 Cumbria|876 06000006 Halton|877 06000007 Warrington
        889 06000008 Blackburn with Darwen|890 06000009 Blackpool|895 06000049 Cheshire East
        896 06000050 Cheshire West and Chester|942 06000063 Cumberland
        943 06000064 Westmorland and Furness|350 08000001 Bolton|351 08000002 Bury|352 08000003 Manchester
        353 08000004 Oldham|354 08000005 Rochdale|355 08000006 Salford|356 08000007 Stockport
        357 08000008 Tameside|358 08000009 Trafford|359 08000010 Wigan|340 08000011 Knowsley
        341 08000012 Liverpool|342 08000013 St. Helens|343 08000014 Sefton|344 08000015 Wirral
        888 10000017 Lancashire""",
    "E12000003": """
        370 08000016 Barnsley|373 08000019 Sheffield|815 10000023 North Yorkshire
        810 06000010 Kingston upon Hull, City of|811 06000011 East Riding of Yorkshire
        812 06000012 North East Lincolnshire|813 06000013 North Lincolnshire|816 06000014 York
        815 06000065 North Yorkshire|371 08000017 Doncaster|372 08000018 Rotherham|380 08000032 Bradford
        381 08000033 Calderdale|382 08000034 Kirklees|383 08000035 Leeds|384 08000036 Wakefield
        370 08000038 Barnsley|373 08000039 Sheffield""",
    "E12000004": """
        928 10000021 Northamptonshire|831 06000015 Derby|856 06000016 Leicester|857 06000017 Rutland
        892 06000018 Nottingham|940 06000061 North Northamptonshire|941 06000062 West Northamptonshire
        830 10000007 Derbyshire|855 10000018 Leicestershire|925 10000019 Lincolnshire
        891 10000024 Nottinghamshire""",
    "E12000005": """
        x 10000026 Shropshire
        884 06000019 Herefordshire, County of|894 06000020 Telford and Wrekin|861 06000021 Stoke-on-Trent
        893 06000051 Shropshire|330 08000025 Birmingham|331 08000026 Coventry|332 08000027 Dudley
        333 08000028 Sandwell|334 08000029 Solihull|335 08000030 Walsall|336 08000031 Wolverhampton
        860 10000028 Staffordshire|937 10000031 Warwickshire|885 10000034 Worcestershire""",
    "E12000006": """
        820 10000001 Bedfordshire|874 06000031 Peterborough|821 06000032 Luton|882 06000033 Southend-on-Sea
        883 06000034 Thurrock|822 06000055 Bedford|823 06000056 Central Bedfordshire
        873 10000003 Cambridgeshire|881 10000012 Essex|919 10000015 Hertfordshire|926 10000020 Norfolk
        935 10000029 Suffolk""",
    "E12000007": """
        201 09000001 City of London|301 09000002 Barking and Dagenham|302 09000003 Barnet
        303 09000004 Bexley|304 09000005 Brent|305 09000006 Bromley|202 09000007 Camden|306 09000008 Croydon
        307 09000009 Ealing|308 09000010 Enfield|203 09000011 Greenwich|204 09000012 Hackney
        205 09000013 Hammersmith and Fulham|309 09000014 Haringey|310 09000015 Harrow|311 09000016 Havering
        312 09000017 Hillingdon|313 09000018 Hounslow|206 09000019 Islington
        207 09000020 Kensington and Chelsea|314 09000021 Kingston upon Thames|208 09000022 Lambeth
        209 09000023 Lewisham|315 09000024 Merton|316 09000025 Newham|317 09000026 Redbridge
        318 09000027 Richmond upon Thames|210 09000028 Southwark|319 09000029 Sutton
        211 09000030 Tower Hamlets|320 09000031 Waltham Forest|212 09000032 Wandsworth
        213 09000033 Westminster""",
    "E12000008": """
        825 10000002 Buckinghamshire|887 06000035 Medway|867 06000036 Bracknell Forest
        869 06000037 West Berkshire|870 06000038 Reading|871 06000039 Slough
        868 06000040 Windsor and Maidenhead|872 06000041 Wokingham|826 06000042 Milton Keynes
        846 06000043 Brighton and Hove|851 06000044 Portsmouth|852 06000045 Southampton
        921 06000046 Isle of Wight|825 06000060 Buckinghamshire|845 10000011 East Sussex
        850 10000014 Hampshire|886 10000016 Kent|931 10000025 Oxfordshire|936 10000030 Surrey
        938 10000032 West Sussex""",
    "E12000009": """
        x 10000005 Cornwall and Isles of Scilly|x 10000033 Wiltshire
        837 06000028 Bournemouth|836 06000029 Poole|835 10000009 Dorset|933 10000027 Somerset
        800 06000022 Bath and North East Somerset|801 06000023 Bristol, City of|802 06000024 North Somerset
        803 06000025 South Gloucestershire|879 06000026 Plymouth|880 06000027 Torbay|866 06000030 Swindon
        908 06000052 Cornwall|420 06000053 Isles of Scilly|865 06000054 Wiltshire
        839 06000058 Bournemouth, Christchurch and Poole|838 06000059 Dorset|933 06000066 Somerset
        878 10000008 Devon|916 10000013 Gloucestershire""",
}


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    """An authority: the education department's three figures, the nine characters of today, its region."""

    old_code: str
    new_code: str
    name: str
    region: str


def _listed() -> Iterator[LocalAuthority]:
    for region, lines in _LISTED.items():
        for entry in "|".join(lines.split("\n")).split("|"):
            if entry.strip():
                old, new, name = entry.strip().split(" ", 2)
                yield LocalAuthority(old, f"E{new}", name, region)


TOGETHER: Final = (("940", "941", "E12000004"), ("942", "943", "E12000002"), ("314", "318", "E12000007"))
"""Neighbours for which some figures are published together."""


def _joined(known: Mapping[str, LocalAuthority]) -> Iterator[LocalAuthority]:
    for first, second, region in TOGETHER:
        one, other = known[first], known[second]
        codes = f"{one.new_code} / {other.new_code}"
        yield LocalAuthority(f"{first} / {second}", codes, f"{one.name} / {other.name}", region)


_SINGLE: Final = tuple(_listed())
_BY_OLD_CODE: Final = {authority.old_code: authority for authority in _SINGLE}
AUTHORITIES: Final = (*_SINGLE, *_joined(_BY_OLD_CODE))


def authority_of(laestab: str | None) -> LocalAuthority | None:
    """The authority that a school's LAESTAB begins with; None without one, or outside England.

    >>> authority_of("3302071").name, authority_of("6601234")
    ('Birmingham', None)
    """
    return _BY_OLD_CODE.get(laestab[:3]) if laestab else None
