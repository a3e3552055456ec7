//! What a request may send: the kind of its body, and the pictures in a form. Knows names and
//! types, not what is in the files.

use super::Problem;

/// The field that pictures are in.
pub const FILE_FIELD: &str = "file";

/// What a picture without a name is called in its answer.
pub const UNNAMED: &str = "image";

/// Pictures in one form.
pub const MAX_FILES: usize = 100;

/// The kind of a body, by its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One picture, as it is.
    Picture,
    /// A form with pictures.
    Form,
}

impl Kind {
    /// The kind of a body from the request's `Content-Type` and `Content-Encoding`.
    ///
    /// # Errors
    /// Bodies of this type are not taken, its type is not given, or it is compressed.
    pub fn of(content_type: Option<&str>, encoding: Option<&str>) -> Result<Self, Problem> {
        if let Some(encoding) = encoding
            && !encoding.eq_ignore_ascii_case("identity")
        {
            return Err(Problem::Encoded(encoding.to_owned()));
        }
        let given = content_type.ok_or(Problem::NoType)?;
        let essence = given.split(';').next().unwrap_or_default().trim().to_lowercase();
        match essence.split_once('/') {
            Some(("multipart", "form-data")) => Ok(Self::Form),
            Some(("application", "octet-stream")) => Ok(Self::Picture),
            Some(("image", subtype)) if !subtype.is_empty() => Ok(Self::Picture),
            _ => Err(Problem::WrongType(given.to_owned())),
        }
    }
}

/// A picture's bytes and the name that they came with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, or [`UNNAMED`].
    pub name: String,
    /// The encoded picture.
    pub bytes: Vec<u8>,
}

impl File {
    /// A picture with the name that was given, if any.
    pub fn new(name: Option<&str>, bytes: Vec<u8>) -> Self {
        let name = name.filter(|name| !name.is_empty()).unwrap_or(UNNAMED);
        Self { name: name.to_owned(), bytes }
    }
}

/// The pictures of a form, gathered field by field.
#[derive(Clone, Debug)]
pub struct Form {
    limit: usize,
    files: Vec<File>,
}

impl Form {
    /// A form that may have `limit` pictures.
    pub fn new(limit: usize) -> Self {
        Self { limit, files: Vec::new() }
    }

    /// Whether a field of this name may follow. Another than `file` is refused, so that a setting
    /// put there is not taken for one that counts.
    ///
    /// # Errors
    /// It may not, or there are enough.
    pub fn check(&self, field: Option<&str>) -> Result<(), Problem> {
        if field != Some(FILE_FIELD) {
            return Err(Problem::UnknownField(field.unwrap_or_default().to_owned()));
        }
        if self.files.len() == self.limit {
            return Err(Problem::TooManyFiles(self.limit));
        }
        Ok(())
    }

    /// Takes the picture of a field that was checked.
    pub fn add(&mut self, file: File) {
        self.files.push(file);
    }

    /// The pictures.
    ///
    /// # Errors
    /// There is none.
    pub fn files(self) -> Result<Vec<File>, Problem> {
        if self.files.is_empty() { Err(Problem::NoFile) } else { Ok(self.files) }
    }
}

/// Whether the body of a form holds no field: nothing, or the closing boundary alone (RFC 2046,
/// 5.1.1).
pub fn holds_no_field(body: &[u8], content_type: &str) -> bool {
    let boundary = content_type.split(';').find_map(|part| part.trim().strip_prefix("boundary="));
    let Some(boundary) = boundary.map(|boundary| boundary.trim_matches('"')) else { return false };
    let body = body.trim_ascii();
    body.is_empty() || body == format!("--{boundary}--").as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, encoding: Option<&str>, expected: Result<Kind, &str>) {
        let kind = Kind::of(Some(given), encoding);
        assert_eq!(kind.map_err(|problem| problem.status().1), expected, "{given} {encoding:?}");
    }

    #[test]
    fn pictures_and_forms_are_taken_and_nothing_else() {
        check("IMAGE/JPEG", None, Ok(Kind::Picture));
        check("application/octet-stream", None, Ok(Kind::Picture));
        check("multipart/form-data; boundary=x", None, Ok(Kind::Form));
        check("application/json", None, Err("wrong_type"));
        check("image/", None, Err("wrong_type"));
        check("image", None, Err("wrong_type"));
        check("image/png", Some("gzip"), Err("encoded"));
        check("image/png", Some("identity"), Ok(Kind::Picture));
        assert_eq!(Kind::of(None, None), Err(Problem::NoType));
    }

    #[test]
    fn a_form_takes_files_up_to_its_limit_and_no_other_field() {
        let mut form = Form::new(1);
        assert_eq!(form.clone().files(), Err(Problem::NoFile));
        let unknown = Problem::UnknownField("normal_class".to_owned());
        assert_eq!(form.check(Some("normal_class")), Err(unknown));
        assert_eq!(form.check(None), Err(Problem::UnknownField(String::new())));
        assert_eq!(form.check(Some("file")), Ok(()));
        form.add(File::new(Some(""), vec![7]));
        assert_eq!(form.check(Some("file")), Err(Problem::TooManyFiles(1)));
        let file = File { name: UNNAMED.to_owned(), bytes: vec![7] };
        assert_eq!(form.files(), Ok(vec![file]));
    }

    #[test]
    fn a_form_of_the_closing_boundary_alone_holds_no_field() {
        let kind = "multipart/form-data; boundary=----edge";
        assert!(holds_no_field(b"------edge--\r\n", kind) && holds_no_field(b"", kind));
        assert!(holds_no_field(b"--a b--", "multipart/form-data; boundary=\"a b\""));
        assert!(
            !holds_no_field(b"x", kind) && !holds_no_field(b"------edge--", "multipart/form-data")
        );
        assert!(!holds_no_field(b"------edge\r\n\r\nx\r\n------edge--", kind));
    }
}
