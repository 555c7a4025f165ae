from __future__ import annotations

import pytest
from misdirect_tui.core.mailer import guess, of_directory

COMPANY = "lamp.example"
COREMAIL = "Coremail Webmail Server Version XT5.0.14 build 20240801(9da12a7b) Copyright (c) www.mailtech.cn"


@pytest.mark.parametrize(
    ("headers", "domain", "service"),
    [
        ([("X-Mailer", f"{COREMAIL} ntes_qiye")], COMPANY, "netease-enterprise"),
        ([("X-Mailer", f"{COREMAIL} 163com")], COMPANY, "netease-free"),
        ([("X-Mailer", f"{COREMAIL} 126com")], "126.com", "netease-free"),
        ([("X-Mailer", f"{COREMAIL} 163com")], "vip.163.com", "netease-vip"),
        ([("X-Mailer", f"{COREMAIL} 163com")], "188.com", "netease-vip"),
        ([("X-Mailer", f"{COREMAIL} harbour.example")], COMPANY, "coremail"),
        ([("X-CM-TRANSID", "gN_____w3_1"), ("X-Coremail-Antispam", "1U")], COMPANY, "coremail"),
        ([("X-HM-Tid", "0a9af2100fed09d8")], COMPANY, "netease-enterprise"),
        ([("X-Mailer", "Alimail-Mailagent revision 10")], COMPANY, "alibaba"),
        ([("x-aliyun-mail-creator", "W4_1")], COMPANY, "alibaba"),
        ([("X-Alimail-AntiSpam", "AC=CONTINUE")], COMPANY, "alibaba"),
        ([("X-Mailer", "QQMail 2.x"), ("X-QQ-mid", "webmail1")], COMPANY, "tencent-exmail"),
        ([("X-Mailer", "QQMail 2.x"), ("X-QQ-mid", "webmail1")], "qq.com", "qq"),
        ([("X-QQ-MIME", "TCMime 1.0 by Tencent")], "foxmail.com", "qq"),
        ([("Message-ID", "<tencent_7EBBB4E0FBDB1CA4@qq.com>")], COMPANY, "tencent-exmail"),
        ([("X-Mailer", "Foxmail 7.2.25.254[cn]"), ("X-QQ-mid", "bizesmtp8")], COMPANY, "tencent-exmail"),
        ([("X-Mailer", "Foxmail 7.2.25.254[cn]")], COMPANY, "foxmail"),
        ([("X-Mailer", "Foxmail 7.2.25.254[cn]")], "163.com", "netease-free"),
        ([("Message-ID", "<CAF@mail.gmail.com>")], COMPANY, "gmail"),
        ([("X-Gm-Message-State", "AOJu0Y")], COMPANY, "gmail"),
        (
            [("X-Mailer", "Microsoft Outlook 16.0"), ("Message-ID", "<P@P.apcprd04.prod.outlook.com>")],
            COMPANY,
            "microsoft-365",
        ),
        ([("Message-ID", "<P@P.CHNPR01.prod.partner.outlook.cn>")], COMPANY, "microsoft-365"),
        ([("Message-ID", "<P@P.EURP193.PROD.OUTLOOK.COM>")], "hotmail.com", "outlook-com"),
        ([("X-MS-Exchange-CrossTenant-id", "84df9e7f")], COMPANY, "microsoft-365"),
        (
            [("X-MS-Exchange-Organization-AuthSource", "AS1.eurprd02.prod.outlook.com")],
            COMPANY,
            "microsoft-365",
        ),
        ([("X-MS-Exchange-Organization-AuthSource", "ex01.lamp.example")], COMPANY, "outlook-classic"),
        ([("X-Lms-Return-Path", "<lba+1+2+x.example>")], COMPANY, "feishu"),
        ([("X-Mailer", "Zoho Mail"), ("User-Agent", "Zoho Mail")], COMPANY, "zoho"),
        ([("X-ZohoMailClient", "External")], COMPANY, "zoho"),
        ([("X-Pm-Message-ID", "c3c3d40e")], COMPANY, "proton"),
        ([("X-Mailer", "WebService/1.1.21495 role.jedi.acl.hermes.yahoo")], COMPANY, "yahoo"),
        ([("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Gecko Thunderbird/91.0")], COMPANY, "thunderbird"),
        ([("User-Agent", "Mozilla Thunderbird"), ("X-Lms-Return-Path", "<l>")], COMPANY, "feishu"),
        ([("X-Mailer", "Apple Mail (2.3826.700.81)")], COMPANY, "apple-mail"),
        ([("X-Readdle-Message-ID", "045adbf1@Spark")], COMPANY, "spark"),
        ([], "gmail.com", "gmail"),
        ([], "163.com", "netease-free"),
        ([], "QQ.com", "qq"),
        ([], "outlook.com", "outlook-com"),
        ([], "hotmail.co.uk", "outlook-com"),
        ([], "yahoo.com.hk", "yahoo"),
    ],
)
def test_the_service_is_told_by_what_its_mail_carries(headers, domain, service):
    assert guess(headers, domain)[0] == service


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("X-Mailer", "Microsoft Outlook 16.0"), ("Thread-Index", "AdqYh3Jb0w2n")],
        [("X-Mailer", "PHPMailer 6.7.1")],
        [("Received", "from mail.lamp.example by mx.qq.com")],
    ],
)
def test_nothing_is_guessed_beyond_what_the_headers_tell(headers):
    assert guess(headers, COMPANY)[0] is None


@pytest.mark.parametrize("domain", ["outlook.example", "yahoo.lamp.example", "myqq.com", "", "live"])
def test_a_domain_that_only_looks_public_tells_nothing(domain):
    assert guess([], domain)[0] is None


def test_a_public_sender_outweighs_the_marks_of_servers_on_the_way():
    assert guess([("X-QQ-mid", "mx1"), ("X-CM-TRANSID", "g")], "gmail.com")[0] == "gmail"


def test_the_mailer_is_named_as_the_headers_name_it():
    assert guess([("x-mailer", " Foxmail  7.2\n [cn] ")], COMPANY)[1] == "Foxmail 7.2 [cn]"
    assert guess([("X-Mailer", " "), ("User-Agent", "Mutt/1.9")], COMPANY)[1] == "Mutt/1.9"
    assert guess([("Subject", "x")], COMPANY)[1] is None


def test_exchange_online_names_its_own_directory():
    online = "/O=EXCHANGELABS/OU=EXCHANGE ADMINISTRATIVE GROUP (X)/CN=RECIPIENTS/CN=1-WANG"
    assert of_directory(online, COMPANY) == "microsoft-365"
    assert of_directory(online, "outlook.com") == "outlook-com"
    assert of_directory("/o=Lamp Works/ou=First/cn=Recipients/cn=wang", COMPANY) == "outlook-classic"
    assert of_directory("wang@lamp.example", COMPANY) is None
