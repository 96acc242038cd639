//! A model as bytes: numbers and texts in a row.

/// Writes a model.
#[derive(Debug, Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    /// A whole number, in as few bytes as it takes.
    pub(crate) fn number(&mut self, number: u32) {
        // Small numbers below zero are as short as small numbers.
        let mut rest = if number > u32::MAX / 2 { (!number << 1) | 1 } else { number << 1 };
        while rest >= 0x80 {
            self.0.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.0.push(rest as u8);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.extend(text.as_bytes());
    }

    pub(crate) fn small(&mut self, numbers: &[i8]) {
        self.0.extend(numbers.iter().map(|it| *it as u8));
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Reads a model. Each answer is nothing if the bytes end before.
#[derive(Debug)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn number(&mut self) -> Option<u32> {
        let mut number = 0u32;
        for shift in (0..35).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(if number & 1 == 1 { !(number >> 1) } else { number >> 1 });
            }
        }
        None
    }

    /// A number of things that follow: never more than bytes are left.
    pub(crate) fn size(&mut self) -> Option<usize> {
        self.number().map(|it| it as usize).filter(|size| *size <= self.0.len())
    }

    pub(crate) fn numbers(&mut self, count: usize) -> Option<Vec<u32>> {
        (0..count).map(|_| self.number()).collect()
    }

    pub(crate) fn text(&mut self) -> Option<String> {
        let length = self.size()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    pub(crate) fn texts(&mut self) -> Option<Vec<String>> {
        let count = self.size()?;
        (0..count).map(|_| self.text()).collect()
    }

    pub(crate) fn small(&mut self, count: usize) -> Option<Vec<i8>> {
        let (numbers, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(numbers.iter().map(|it| *it as i8).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(numbers in prop::collection::vec(any::<u32>(), 0..20), text in ".*") {
            let mut writer = Writer::default();
            numbers.iter().for_each(|it| writer.number(*it));
            writer.text(&text);
            let bytes = writer.into_bytes();
            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(reader.numbers(numbers.len()), Some(numbers));
            prop_assert_eq!(reader.text(), Some(text));
            prop_assert!(reader.is_empty());
        }
    }
}
