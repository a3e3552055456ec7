//! Sentences of the page that trains generators, has them generate, and compares remedies.

use crate::texts;

texts! {
    augment_title:
        "Do generated images help a rare class?",
        "¿Ayudan las imágenes generadas a una clase escasa?";
    augment_lead:
        "A network learns to generate images of a class that has few. A fair test says whether they help a classifier, and whether simpler remedies help more.",
        "Una red aprende a generar imágenes de una clase que tiene pocas. Una prueba justa dice si ayudan a un clasificador y si otros remedios más simples ayudan más.";

    augment_study: "What helps a rare class", "Qué ayuda a una clase escasa";
    augment_study_of(class: &str, share: &str):
        "What helps a rare class: {class} at {share}",
        "Qué ayuda a una clase escasa: {class} al {share}";
    augment_study_lead:
        "The same classifier with the same initial weights, images and number of steps, trained once for each remedy and seed. Measured beforehand.",
        "El mismo clasificador, con los mismos pesos iniciales, imágenes y número de pasos, entrenado una vez por cada remedio y semilla. Medido de antemano.";
    augment_study_loading: "Loading the study…", "Cargando el estudio…";
    augment_study_missing:
        "There is no study here: this site does not carry it, or it could not be loaded. You can run a smaller one below.",
        "Aquí no hay ningún estudio: este sitio no lo trae o no se pudo cargar. Más abajo puedes ejecutar uno más pequeño.";
    augment_study_format(found: &str, expected: &str):
        "The study has format {found}; this page reads format {expected}. Reload the page to get the version that fits.",
        "El estudio tiene el formato {found}; esta página lee el {expected}. Recarga la página para obtener la versión que corresponde.";
    augment_study_damaged(why: &str):
        "The study cannot be read: {why}.",
        "No se puede leer el estudio: {why}.";
    augment_scale: "Scale of the study", "Escala del estudio";
    augment_scale_of(images: &str, seeds: &str):
        "{images} images\u{a0}×\u{a0}{seeds}",
        "{images} imágenes\u{a0}×\u{a0}{seeds}";
}

texts! {
    augment_form: "Train a generator", "Entrena un generador";
    augment_form_note:
        "Two networks compete: the generator turns random codes into images, the discriminator tells these from real ones.",
        "Dos redes compiten: el generador convierte códigos aleatorios en imágenes y el discriminador las distingue de las reales.";
    augment_left[n](class: &str):
        "{n} training image of {class} is left to learn from." | "{n} training images of {class} are left to learn from.",
        "Queda {n} imagen de entrenamiento de {class} de la que aprender." | "Quedan {n} imágenes de entrenamiento de {class} de las que aprender.";
    augment_images: "Training images, before the class is made rare", "Imágenes de entrenamiento, antes de reducir la clase";
    augment_augmented: "Differentiable augmentation", "Aumento diferenciable";
    augment_augmented_note:
        "Real and generated images are varied in the same way before the discriminator sees them. It helps where there are few.",
        "Las imágenes reales y las generadas se varían del mismo modo antes de que las vea el discriminador. Ayuda cuando hay pocas.";
    augment_replace:
        "This replaces the generator that is kept here. Save it to a file first if you still need it.",
        "Esto sustituye al generador que se conserva aquí. Guárdalo antes en un archivo si aún lo necesitas.";
    augment_again: "Start again", "Empezar de nuevo";

    augment_empty: "No generator has been trained here yet", "Aquí aún no se ha entrenado ningún generador";
    augment_empty_choose:
        "Choose a class and how little of it is left, and press Train.",
        "Elige una clase y lo poco que queda de ella, y pulsa Entrenar.";
    augment_empty_watch:
        "Watch 16 images take shape beside real ones, and see what the two networks make of each other.",
        "Mira cómo toman forma 16 imágenes junto a las reales y cómo se miden las dos redes.";
    augment_empty_generate:
        "Then generate as many as you like, and see how close each comes to a training image.",
        "Después genera cuantas quieras y mira cuánto se acerca cada una a una imagen de entrenamiento.";

    augment_generator_of(class: &str, share: &str):
        "Generator: {class} at {share}",
        "Generador: {class} al {share}";
    augment_about[images](generator: &str, discriminator: &str):
        "{images} real image · generator with {generator} parameters, discriminator with {discriminator}" | "{images} real images · generator with {generator} parameters, discriminator with {discriminator}",
        "{images} imagen real · generador con {generator} parámetros, discriminador con {discriminator}" | "{images} imágenes reales · generador con {generator} parámetros, discriminador con {discriminator}";
    augment_interrupted(saved: &str, steps: &str):
        "It was interrupted. It is kept up to step {saved} of {steps} and continues from there.",
        "Se interrumpió. Se conserva hasta el paso {saved} de {steps} y sigue desde ahí.";
    augment_kept(saved: &str, steps: &str):
        "It is kept at step {saved} of {steps}. Open it again to see its curves.",
        "Se conserva en el paso {saved} de {steps}. Ábrelo otra vez para ver sus curvas.";
    augment_reopen: "Open again", "Abrir otra vez";
    augment_state_interrupted: "interrupted", "interrumpido";
    augment_state_stopped: "stopped", "detenido";
    augment_state_finished: "finished", "terminado";
    augment_step_both: "Step both", "Un paso de ambas";
    augment_step_generator: "Step the generator", "Un paso del generador";
    augment_step_discriminator: "Step the discriminator", "Un paso del discriminador";
    augment_progress(step: &str, steps: &str): "Step {step} of {steps}", "Paso {step} de {steps}";
    augment_speed(n: &str): "{n} steps/s", "{n} pasos/s";
    augment_keys:
        "The space bar plays and pauses, G and D step one network, and the arrow keys move through the film, while no field or button has the focus.",
        "La barra espaciadora continúa y pausa, G y D dan un paso de una red y las flechas recorren la película, si ningún campo ni botón tiene el foco.";
    augment_save: "Save to a file", "Guardar en un archivo";
    augment_open: "Open a generator file", "Abrir un archivo de generador";
    augment_opening(name: &str): "Getting ready: {name}", "Preparando: {name}";

    augment_lost_at(step: &str):
        "The engine had to start again. The generator is kept up to step {step}; resume it to continue from there.",
        "El motor tuvo que arrancar de nuevo. El generador se conserva hasta el paso {step}; reanúdalo para seguir desde ahí.";
    augment_lost_unsaved:
        "The engine had to start again before there was anything to keep. Start the training again.",
        "El motor tuvo que arrancar de nuevo antes de que hubiera algo que conservar. Empieza el entrenamiento de nuevo.";
    augment_unreadable:
        "The generator kept in this browser was written by another version of this page, or is damaged. It stays as it is until a new training replaces it.",
        "El generador guardado en este navegador lo escribió otra versión de esta página o está dañado. Se deja como está hasta que lo sustituya otro entrenamiento.";
    augment_no_answer:
        "The engine had to start again before it answered. Try again once it is ready.",
        "El motor tuvo que arrancar de nuevo antes de responder. Inténtalo otra vez cuando esté listo.";
}

texts! {
    augment_generator: "generator", "generador";
    augment_discriminator: "discriminator", "discriminador";
    augment_step: "Step", "Paso";
    augment_losses: "Losses", "Pérdidas";
    augment_losses_alt(step: &str, generator: &str, discriminator: &str):
        "Chart of both losses. At step {step}: generator {generator}, discriminator {discriminator}.",
        "Gráfico de ambas pérdidas. En el paso {step}: generador {generator}, discriminador {discriminator}.";
    augment_told: "The discriminator's accuracy", "Exactitud del discriminador";
    augment_told_axis: "of the images, told correctly", "de las imágenes, reconocidas";
    augment_told_real: "real", "reales";
    augment_told_fake: "generated", "generadas";
    augment_told_alt(step: &str, real: &str, fake: &str):
        "Chart of the discriminator's accuracy. At step {step}: {real} of the real images, {fake} of the generated ones.",
        "Gráfico de la exactitud del discriminador. En el paso {step}: {real} de las imágenes reales y {fake} de las generadas.";

    augment_film: "Film of the training", "Película del entrenamiento";
    augment_film_play: "Play the film", "Reproducir la película";
    augment_film_stop: "Stop the film", "Detener la película";
    augment_grid(when: &str): "Generated, {when}; always from the same 16 codes", "Generadas, {when}; siempre con los mismos 16 códigos";
    augment_real(class: &str): "Real images of {class} that it learns from", "Imágenes reales de {class} de las que aprende";
    augment_grid_alt(class: &str, when: &str):
        "16 generated images of {class}, {when}",
        "16 imágenes generadas de {class}, {when}";

    augment_signs: "What the figures say", "Qué dicen las cifras";
    augment_early:
        "Too early to tell: before step 50 nothing has settled.",
        "Es pronto para saberlo: antes del paso 50 nada se ha asentado.";
    augment_collapsed(share: &str):
        "The generated images are hardly different from each other: their variety is {share} of that of the real ones (mode collapse). Try a lower learning rate, more images per step or differentiable augmentation.",
        "Las imágenes generadas apenas se diferencian entre sí: su variedad es el {share} de la de las reales (colapso de modos). Prueba una tasa de aprendizaje menor, más imágenes por paso o el aumento diferenciable.";
    augment_discriminator_wins(real: &str, fake: &str):
        "The discriminator is winning: over the last 100 steps it recognised {real} of the real and {fake} of the generated images, and the generator's loss is high or growing. Try differentiable augmentation, label smoothing, a lower learning rate, or some steps of the generator alone.",
        "Va ganando el discriminador: en los últimos 100 pasos reconoció el {real} de las imágenes reales y el {fake} de las generadas, y la pérdida del generador es alta o crece. Prueba el aumento diferenciable, el suavizado de etiquetas, una tasa de aprendizaje menor o algunos pasos solo del generador.";
    augment_generator_wins(fake: &str):
        "The generator is winning: over the last 100 steps the discriminator recognised only {fake} of the generated images. That does not make them good, for the discriminator may be weak. Try some steps of the discriminator alone, or less label smoothing.",
        "Va ganando el generador: en los últimos 100 pasos el discriminador solo reconoció el {fake} de las imágenes generadas. Eso no las hace buenas, porque el discriminador puede ser débil. Prueba algunos pasos solo del discriminador o menos suavizado de etiquetas.";
    augment_balanced(real: &str, fake: &str):
        "Balanced: over the last 100 steps the discriminator recognised {real} of the real and {fake} of the generated images. Balance alone does not make images good: look at them, and measure them below.",
        "En equilibrio: en los últimos 100 pasos el discriminador reconoció el {real} de las imágenes reales y el {fake} de las generadas. El equilibrio por sí solo no hace buenas las imágenes: míralas y mídelas más abajo.";
}

texts! {
    augment_generate: "Generate images", "Genera imágenes";
    augment_generate_note:
        "Each image comes from a code of 64 random numbers. Choose one to see the training image that it is nearest to.",
        "Cada imagen sale de un código de 64 números aleatorios. Elige una para ver la imagen de entrenamiento que más se le parece.";
    augment_no_source:
        "Train a generator above or open one from a file; then it can generate images here.",
        "Entrena arriba un generador o abre uno desde un archivo; después podrá generar imágenes aquí.";
    augment_source: "Generator", "Generador";
    augment_source_own(class: &str, share: &str, step: &str):
        "Yours: {class} at {share}, step {step}",
        "El tuyo: {class} al {share}, paso {step}";
    augment_source_shipped(class: &str, share: &str, coverage: &str):
        "Included: {class} at {share}, coverage {coverage}",
        "Incluido: {class} al {share}, cobertura {coverage}";
    augment_how_many: "How many", "Cuántas";
    augment_draw: "Generate", "Generar";
    augment_other_codes: "Other codes", "Otros códigos";
    augment_working: "Generating…", "Generando…";
    augment_seed(seed: &str): "Codes of seed {seed}.", "Códigos de la semilla {seed}.";
    augment_tiles: "Generated images", "Imágenes generadas";
    augment_tile(class: &str, place: &str, distance: &str):
        "Generated image {place} of {class}; distance to the nearest training image: {distance}",
        "Imagen generada {place} de {class}; distancia a la imagen de entrenamiento más parecida: {distance}";
    augment_chosen: "Generated image", "Imagen generada";
    augment_nearest: "Nearest training image", "La imagen de entrenamiento más parecida";
    augment_nearest_mirrored: "Nearest training image, mirrored", "La imagen de entrenamiento más parecida, reflejada";
    augment_distance(distance: &str):
        "Distance {distance}: the root mean square difference of the pixels, from 0 (the same image) to 1.",
        "Distancia {distance}: la raíz de la diferencia cuadrática media de los píxeles, de 0 (la misma imagen) a 1.";
    augment_png: "Save as PNG", "Guardar como PNG";
    augment_path: "From one image to another", "De una imagen a otra";
    augment_path_note:
        "Between two codes lie others. If the generator has learned the class rather than single images, every step on the way is a garment.",
        "Entre dos códigos hay otros. Si el generador ha aprendido la clase y no imágenes sueltas, cada paso del camino es una prenda.";
    augment_path_draw: "Go from one code to another", "Ir de un código a otro";
    augment_path_place: "Place on the way", "Punto del camino";
    augment_path_alt(place: &str, count: &str): "Image {place} of {count} on the way", "Imagen {place} de {count} del camino";

    augment_quality: "How good are they?", "¿Qué tal son?";
    augment_measure: "Measure quality", "Medir la calidad";
    augment_measuring: "Measuring…", "Midiendo…";
    augment_quality_basis(n: &str, real: &str, class: &str, training: &str):
        "{n} generated images against {real} real test images of {class}. It learned from {training}.",
        "{n} imágenes generadas frente a {real} imágenes reales de prueba de {class}. Aprendió de {training}.";
    augment_quality_table: "Quality of the generated images", "Calidad de las imágenes generadas";
    augment_quality_own: "Generated", "Generadas";
    augment_quality_floor: "Other real images", "Otras reales";
    augment_frechet: "Fréchet distance", "Distancia de Fréchet";
    augment_frechet_note:
        "Between the features that the shipped classifier sees; smaller is better. Not comparable with the values of other networks.",
        "Entre las características que ve el clasificador incluido; menor es mejor. No es comparable con los valores de otras redes.";
    augment_density: "Density", "Densidad";
    augment_density_note:
        "How thickly real images surround the generated ones; about 1 is as real ones.",
        "Cuántas imágenes reales rodean a las generadas; cerca de 1, como las reales.";
    augment_coverage: "Coverage", "Cobertura";
    augment_coverage_note:
        "The share of the real images with a generated one close by.",
        "La proporción de imágenes reales con una generada cerca.";
    augment_named(class: &str): "Classified as {class}", "Clasificadas como {class}";
    augment_named_note:
        "By the shipped classifier.",
        "Por el clasificador incluido.";
    augment_copies(share: &str, ratio: &str):
        "It copies: {share} of its images are closer to a training image than 99% of other real images are. The median distance is {ratio} times theirs.",
        "Copia: el {share} de sus imágenes está más cerca de una imagen de entrenamiento que el 99\u{a0}% de otras imágenes reales. La distancia mediana es {ratio} veces la de estas.";
    augment_no_copies(share: &str, ratio: &str):
        "No sign of copying: {share} of its images are closer to a training image than 99% of other real images are. The median distance is {ratio} times theirs.",
        "No hay indicios de copia: el {share} de sus imágenes está más cerca de una imagen de entrenamiento que el 99\u{a0}% de otras imágenes reales. La distancia mediana es {ratio} veces la de estas.";
    augment_copies_unknown:
        "It learned from too few images to tell whether it copies them.",
        "Aprendió de muy pocas imágenes para saber si las copia.";
    augment_varied(share: &str):
        "The variety of its images is {share} of that of real ones.",
        "La variedad de sus imágenes es el {share} de la de las reales.";
    augment_not_varied(share: &str):
        "The variety of its images is only {share} of that of real ones: it generates nearly the same image each time (mode collapse).",
        "La variedad de sus imágenes es solo el {share} de la de las reales: genera casi siempre la misma imagen (colapso de modos).";
}

texts! {
    augment_here: "Compare the remedies here", "Compara los remedios aquí";
    augment_here_note(class: &str, share: &str, images: &str, trainings: &str, seeds: &str):
        "The study in small, on this device: {class} at {share} as chosen above, {images} images, {trainings} trainings with {seeds}, about three minutes on a CPU. Measured on the 5,000 validation images; the test images stay for the study.",
        "El estudio en pequeño, en este dispositivo: {class} al {share} como se eligió arriba, {images} imágenes, {trainings} entrenamientos con {seeds}, aproximadamente tres minutos en una CPU. Medido con las 5\u{a0}000 imágenes de validación; las de prueba quedan para el estudio.";
    augment_here_start: "Compare", "Comparar";
    augment_here_again: "Compare again", "Comparar de nuevo";
    augment_here_progress[total](done: &str):
        "{done} of {total} training has ended" | "{done} of {total} trainings have ended",
        "{done} de {total} entrenamiento terminado" | "{done} de {total} entrenamientos terminados";
    augment_here_left(time: &str): "{time} left", "quedan {time}";
    augment_here_done: "All trainings have ended.", "Han terminado todos los entrenamientos.";
    augment_here_cancelled: "Cancelled. What had ended is kept.", "Cancelado. Lo que ya había terminado se conserva.";
    augment_here_of(class: &str, share: &str): "{class} at {share}", "{class} al {share}";

    augment_onward: "Where to go from here", "Adónde ir desde aquí";
    augment_onward_note(class: &str):
        "Take generated images to Train: they become own pictures, labelled as {class}. There, choose their share of each batch, train with the class made rare, and compare the runs in Evaluate.",
        "Lleva imágenes generadas a Entrenar: pasan a ser imágenes tuyas, con la etiqueta {class}. Elige allí su proporción en cada lote, entrena con la clase reducida y compara las ejecuciones en Evaluar.";
    augment_onward_count: "Images to take", "Imágenes que se llevan";
    augment_onward_room(room: &str): "at most {room}", "como máximo {room}";
    augment_onward_take[n](): "Take {n} image to Train" | "Take {n} images to Train", "Llevar {n} imagen a Entrenar" | "Llevar {n} imágenes a Entrenar";
    augment_onward_full:
        "There is no room for more pictures of your own. Remove some in Train first.",
        "No caben más imágenes tuyas. Quita primero algunas en Entrenar.";
    augment_onward_done[n](class: &str):
        "{n} generated image of {class} was added to your own pictures." | "{n} generated images of {class} were added to your own pictures.",
        "Se añadió {n} imagen generada de {class} a las tuyas." | "Se añadieron {n} imágenes generadas de {class} a las tuyas.";
    augment_onward_train(class: &str, share: &str): "Train with them: {class} at {share}", "Entrenar con ellas: {class} al {share}";
    augment_onward_evaluate: "Measure runs in Evaluate", "Medir ejecuciones en Evaluar";
    augment_picture(class: &str, place: &str): "{class}: generated image {place}", "{class}: imagen generada {place}";
}
