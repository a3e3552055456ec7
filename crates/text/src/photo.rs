//! Sentences about photos: steps, warnings, refusals.

use super::{Lang, texts};
use vision::photo::{Foreign, Frame, PhotoError, Polarity, Step, Warning};

texts! {
    step_photo: "photo", "foto";
    step_cut: "ground cut away", "fondo recortado";
    step_trimmed: "edges trimmed", "bordes recortados";
    step_scaled: "longest edge scaled to 28", "lado mayor escalado a 28";
    step_sharpened: "sharpened and centred on 28 × 28", "enfocada y centrada en 28 × 28";
    step_negated: "negated", "en negativo";
    step_grey: "grey: what the networks see", "gris: lo que ven las redes";
    frame_caption(step: &str, width: &str, height: &str):
        "{step}, {width} × {height}",
        "{step}, {width} × {height}";

    polarity_detect: "detect it from the picture", "deducirlo de la imagen";
    polarity_dark_on_light: "dark garment on a light background", "prenda oscura sobre fondo claro";
    polarity_light_on_dark: "light garment on a dark background", "prenda clara sobre fondo oscuro";

    warning_blank:
        "Nothing stands out from the background, so there is no garment to classify. Choose a photo in which the garment is clearly visible.",
        "Nada destaca del fondo, así que no hay ninguna prenda que clasificar. Elige una foto en la que la prenda se vea bien.";
    warning_too_small:
        "The garment is smaller than 28 pixels, less than the networks expect. Use a larger photo, or move closer.",
        "La prenda mide menos de 28 píxeles, menos de lo que esperan las redes. Usa una foto más grande o acércate.";
    warning_low_contrast:
        "The garment and the background are almost equally bright. Put the garment on a background that differs more; white clothes are not in the training data.",
        "La prenda y el fondo tienen casi el mismo brillo. Pon la prenda sobre un fondo que contraste más; los datos de entrenamiento no incluyen ropa blanca.";
    warning_first_frame:
        "The file is an animation; only its first frame was used. To use another one, save it as a separate picture.",
        "El archivo es una animación; solo se usó el primer fotograma. Para usar otro, guárdalo como imagen aparte.";
    warning_transparent:
        "Transparent parts were placed on white. If the garment is white, give it a darker background first.",
        "Las partes transparentes se pusieron sobre blanco. Si la prenda es blanca, ponle antes un fondo más oscuro.";
    warning_person:
        "There seems to be a person in the picture. The networks know garments that nobody wears: drag a box round the garment under “Correct the cut”, or photograph it lying flat.",
        "Parece que en la imagen hay una persona. Las redes conocen prendas que nadie lleva puestas: traza un recuadro alrededor de la prenda en «Corregir el recorte» o fotografíala extendida.";
    warning_halved:
        "This photo has more than 16 million pixels, so it was read at half its width and height.",
        "Esta foto tiene más de 16 millones de píxeles, así que se leyó a la mitad de su ancho y su alto.";
    warning_sixteen_bit:
        "More than 8 bits per channel were reduced to 8. The networks see no more than that; you need not do anything.",
        "Se redujeron a 8 los bits de cada canal, que eran más. Las redes no ven más que eso; no tienes que hacer nada.";
    warning_polarity_unsure:
        "It is not clear whether the garment is darker or lighter than its background. Look at the last step: if the garment is not light on black, choose the polarity yourself.",
        "No está claro si la prenda es más oscura o más clara que el fondo. Mira el último paso: si la prenda no sale clara sobre negro, elige tú la polaridad.";
    warning_browser_decoded:
        "Your browser decoded this format; the command line would reject it, and another browser may give slightly different numbers. Save it as PNG or JPEG for the same numbers everywhere.",
        "Este formato lo decodificó tu navegador; la línea de órdenes lo rechazaría y otro navegador puede dar números algo distintos. Guárdala como PNG o JPEG para obtener los mismos números en todas partes.";

    warning_white_garment:
        "The garment looks white. White clothes were left out of the training data, so the networks never saw any: treat the class and the quality as a guess.",
        "La prenda parece blanca. Los datos de entrenamiento no incluyen ropa blanca, así que las redes nunca la vieron: toma la clase y la calidad como una suposición.";
    warning_several_objects:
        "There seems to be more than one object in the picture. The networks expect a single garment: cut it out, or photograph it alone on a plain background.",
        "Parece haber más de un objeto en la imagen. Las redes esperan una sola prenda: recórtala o fotografíala sola sobre un fondo liso.";

    photo_empty:
        "The file is empty. Choose it again, or another one.",
        "El archivo está vacío. Vuelve a elegirlo o elige otro.";
    photo_not_an_image:
        "This file is not a picture of a known format. Use PNG, JPEG, WebP, GIF or BMP.",
        "Este archivo no es una imagen de un formato conocido. Usa PNG, JPEG, WebP, GIF o BMP.";
    foreign_heic:
        "This is a HEIC picture, as iPhones take them, and this browser cannot read it. Share it as JPEG, or have the iPhone take JPEGs: Settings, Camera, Formats, Most Compatible.",
        "Esta es una imagen HEIC, como las que toma un iPhone, y este navegador no puede leerla. Compártela como JPEG o haz que el iPhone tome JPEG: Ajustes, Cámara, Formatos, El más compatible.";
    foreign_avif:
        "This is an AVIF picture, and it cannot be read here. Save it as PNG or JPEG and try again.",
        "Esta es una imagen AVIF y aquí no se puede leer. Guárdala como PNG o JPEG e inténtalo de nuevo.";
    foreign_jpeg_xl:
        "This is a JPEG XL picture, and it cannot be read here. Save it as PNG or JPEG and try again.",
        "Esta es una imagen JPEG XL y aquí no se puede leer. Guárdala como PNG o JPEG e inténtalo de nuevo.";
    foreign_jpeg_2000:
        "This is a JPEG 2000 picture, and it cannot be read here. Save it as PNG or JPEG and try again.",
        "Esta es una imagen JPEG 2000 y aquí no se puede leer. Guárdala como PNG o JPEG e inténtalo de nuevo.";
    foreign_tiff:
        "This is a TIFF picture or a camera's raw file, and it cannot be read here. Export it as JPEG or PNG and try again.",
        "Esta es una imagen TIFF o el archivo RAW de una cámara, y aquí no se puede leer. Expórtala como JPEG o PNG e inténtalo de nuevo.";
    foreign_svg:
        "This is an SVG drawing, which has no pixels of its own. Export it as PNG and try again.",
        "Este es un dibujo SVG, que no tiene píxeles propios. Expórtalo como PNG e inténtalo de nuevo.";
    foreign_video:
        "This is a film, not a picture. Save one of its frames as PNG or JPEG and try again.",
        "Esto es un vídeo, no una imagen. Guarda uno de sus fotogramas como PNG o JPEG e inténtalo de nuevo.";
    foreign_deep_jpeg:
        "This JPEG has 12 bits per channel, which cannot be read here. Save it as an ordinary JPEG or PNG and try again.",
        "Este JPEG tiene 12 bits por canal y aquí no se puede leer. Guárdalo como JPEG corriente o PNG e inténtalo de nuevo.";
    foreign_lossless_jpeg:
        "This is a lossless JPEG, which cannot be read here. Save it as an ordinary JPEG or PNG and try again.",
        "Este es un JPEG sin pérdida y aquí no se puede leer. Guárdalo como JPEG corriente o PNG e inténtalo de nuevo.";
    foreign_arithmetic_jpeg:
        "This JPEG uses arithmetic coding, which cannot be read here. Save it as an ordinary JPEG or PNG and try again.",
        "Este JPEG usa codificación aritmética y aquí no se puede leer. Guárdalo como JPEG corriente o PNG e inténtalo de nuevo.";
    foreign_guarded:
        "Only the browser can read this format, and yours keeps pixels from pages, as protection against tracking. Save the picture as PNG or JPEG and try again.",
        "Este formato solo lo lee el navegador, y el tuyo no entrega los píxeles a las páginas, como protección contra el rastreo. Guarda la imagen como PNG o JPEG e inténtalo de nuevo.";
    photo_unsupported:
        "This kind of picture cannot be read here. Save it as an ordinary PNG or JPEG and try again.",
        "Aquí no se puede leer este tipo de imagen. Guárdala como PNG o JPEG corriente e inténtalo de nuevo.";
    photo_damaged:
        "The picture is damaged or cut off. Download or save it again, then try once more.",
        "La imagen está dañada o incompleta. Descárgala o guárdala otra vez e inténtalo de nuevo.";
    photo_too_many_pixels(width: &str, height: &str, limit: &str):
        "The picture has {width} × {height} pixels; at most {limit} million are read. Make it smaller and try again.",
        "La imagen tiene {width} × {height} píxeles; se leen como máximo {limit} millones. Redúcela e inténtalo de nuevo.";
    photo_too_many_bytes(bytes: &str, limit: &str):
        "The file has {bytes} MiB; at most {limit} MiB are read. Save it smaller and try again.",
        "El archivo ocupa {bytes} MiB; se leen como máximo {limit} MiB. Guárdalo más pequeño e inténtalo de nuevo.";
}

impl Lang {
    /// What a step did, as a short caption.
    pub fn step(self, step: Step) -> &'static str {
        match step {
            Step::Photo => self.step_photo(),
            Step::Cut => self.step_cut(),
            Step::Trimmed => self.step_trimmed(),
            Step::Scaled => self.step_scaled(),
            Step::Sharpened => self.step_sharpened(),
            Step::Negated => self.step_negated(),
            Step::Grey => self.step_grey(),
        }
    }

    /// The caption of a frame. Where the step changes the size, the new one is in it.
    pub fn frame(self, frame: &Frame) -> String {
        let step = self.step(frame.step);
        match frame.step {
            Step::Photo | Step::Cut | Step::Trimmed | Step::Scaled => {
                let (width, height) = frame.size;
                self.frame_caption(step, &width.to_string(), &height.to_string())
            }
            Step::Sharpened | Step::Negated | Step::Grey => step.to_owned(),
        }
    }

    /// Whether the garment is darker or lighter than its background, for a list to choose from.
    pub fn polarity(self, polarity: Polarity) -> &'static str {
        match polarity {
            Polarity::Detect => self.polarity_detect(),
            Polarity::DarkOnLight => self.polarity_dark_on_light(),
            Polarity::LightOnDark => self.polarity_light_on_dark(),
        }
    }

    /// What a warning means and what to do.
    pub fn warning(self, warning: Warning) -> &'static str {
        match warning {
            Warning::Blank => self.warning_blank(),
            Warning::TooSmall => self.warning_too_small(),
            Warning::LowContrast => self.warning_low_contrast(),
            Warning::FirstFrame => self.warning_first_frame(),
            Warning::Transparent => self.warning_transparent(),
            Warning::SixteenBit => self.warning_sixteen_bit(),
            Warning::Person => self.warning_person(),
            Warning::Halved => self.warning_halved(),
            Warning::PolarityUnsure => self.warning_polarity_unsure(),
            Warning::BrowserDecoded => self.warning_browser_decoded(),
            Warning::WhiteGarment => self.warning_white_garment(),
            Warning::SeveralObjects => self.warning_several_objects(),
        }
    }

    /// What a file is that cannot be read, and what to do.
    fn foreign(self, foreign: Foreign) -> &'static str {
        match foreign {
            Foreign::Heic => self.foreign_heic(),
            Foreign::Avif => self.foreign_avif(),
            Foreign::JpegXl => self.foreign_jpeg_xl(),
            Foreign::Jpeg2000 => self.foreign_jpeg_2000(),
            Foreign::Tiff => self.foreign_tiff(),
            Foreign::Svg => self.foreign_svg(),
            Foreign::Video => self.foreign_video(),
            Foreign::DeepJpeg => self.foreign_deep_jpeg(),
            Foreign::LosslessJpeg => self.foreign_lossless_jpeg(),
            Foreign::ArithmeticJpeg => self.foreign_arithmetic_jpeg(),
            Foreign::Guarded => self.foreign_guarded(),
        }
    }

    /// Why an image cannot be judged and what to do.
    pub fn photo_error(self, error: &PhotoError) -> String {
        // Rounded up, so that what is refused never reads as equal to the limit.
        let mebibytes = |bytes: u64| self.count(bytes.div_ceil(1 << 20));
        match error {
            PhotoError::Empty => self.photo_empty().to_owned(),
            PhotoError::NotAnImage => self.photo_not_an_image().to_owned(),
            PhotoError::Foreign(foreign) => self.foreign(*foreign).to_owned(),
            PhotoError::Unsupported(_) => self.photo_unsupported().to_owned(),
            PhotoError::Damaged(_) => self.photo_damaged().to_owned(),
            PhotoError::TooManyPixels { width, height, limit } => self.photo_too_many_pixels(
                &self.count((*width).into()),
                &self.count((*height).into()),
                &self.count(limit / 1_000_000),
            ),
            PhotoError::TooManyBytes { bytes, limit } => {
                self.photo_too_many_bytes(&mebibytes(*bytes), &mebibytes(*limit))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_names_the_new_size_where_the_step_changes_it() {
        let frame = |step| Frame { step, size: (1200, 1600), width: 1, height: 1, rgb: vec![0; 3] };
        assert_eq!(Lang::En.frame(&frame(Step::Photo)), "photo, 1200 × 1600");
        assert_eq!(Lang::Es.frame(&frame(Step::Trimmed)), "bordes recortados, 1200 × 1600");
        assert_eq!(Lang::En.frame(&frame(Step::Negated)), "negated");
    }

    #[test]
    fn the_decoders_own_words_are_in_no_sentence() {
        let why = || "BadCrc { expected: 1 }".to_owned();
        for error in [PhotoError::Damaged(why()), PhotoError::Unsupported(why())] {
            assert_eq!(error.cause(), Some(&*why()));
            for lang in [Lang::En, Lang::Es] {
                assert!(!lang.photo_error(&error).contains("BadCrc"), "{error:?}");
            }
        }
    }

    #[test]
    fn a_refusal_gives_the_limit_in_the_readers_units() {
        let pixels = PhotoError::TooManyPixels { width: 10_000, height: 5_000, limit: 40_000_000 };
        let text = Lang::En.photo_error(&pixels);
        assert!(text.contains("10,000 × 5,000 pixels; at most 40 million"), "{text}");
        let bytes = PhotoError::TooManyBytes { bytes: (64 << 20) + 1, limit: 64 << 20 };
        let text = Lang::Es.photo_error(&bytes);
        assert!(text.contains("65 MiB; se leen como máximo 64 MiB"), "{text}");
    }
}
