//! How cells of a workbook look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// How cells look.
pub(super) struct Formats {
    pub(super) title: Format,
    pub(super) imprint: Format,
    /// What a paper of simulated data says of itself.
    pub(super) simulated: Format,
    pub(super) heading: Format,
    pub(super) text: Format,
    /// A text that would be a formula once somebody edits it.
    pub(super) quoted: Format,
    pub(super) missing: Format,
    pub(super) day: Format,
    pub(super) number: Format,
    pub(super) share: Format,
    pub(super) note: Format,
    /// Amounts by the decimals they need.
    money: Vec<Format>,
}

/// The most decimals of an amount: a fen in units of 亿元.
const DECIMALS: usize = 10;

impl Formats {
    pub(super) fn new() -> Self {
        let grey = Color::RGB(0x66_66_66);
        let plain = || {
            let format = Format::new().set_font_name("Microsoft YaHei").set_font_size(10);
            format.set_align(FormatAlign::VerticalCenter)
        };
        let bordered = || plain().set_border(FormatBorder::Thin).set_border_color(grey);
        let centred = || bordered().set_align(FormatAlign::Center);
        let imprint = plain().set_align(FormatAlign::Left);
        let text = bordered().set_text_wrap().set_num_format("@").set_align(FormatAlign::Left).set_indent(1);
        let money = |decimals: usize| bordered().set_num_format(format!("#,##0.{}", "0".repeat(decimals.max(2))));
        Self {
            title: plain().set_bold().set_font_size(16).set_align(FormatAlign::Center),
            simulated: imprint.clone().set_bold().set_font_color(Color::RGB(0xB0_00_20)),
            imprint,
            heading: centred().set_bold().set_text_wrap().set_background_color(Color::RGB(0xE4_E8_EE)),
            quoted: text.clone().set_quote_prefix(),
            text,
            missing: centred().set_text_wrap().set_font_color(grey),
            day: centred().set_num_format("yyyy-mm-dd"),
            number: bordered().set_num_format("0"),
            share: bordered().set_num_format("0.00%"),
            note: plain().set_text_wrap().set_font_size(9),
            money: (0..=DECIMALS).map(money).collect(),
        }
    }

    /// An amount that needs so many decimals.
    pub(super) fn money(&self, decimals: u32) -> &Format {
        &self.money[(decimals as usize).min(DECIMALS)]
    }
}
