//! Sentences of the technical report: its chapters, what they say, and what leads from one to the next.

mod findings;
mod page;
mod tables;

use super::texts;

texts! {
    report_title: "Technical report", "Informe técnico";
    report_subtitle: "Fashion-MNIST from the data to production, in one browser tab", "Fashion-MNIST, de los datos a la producción, en una pestaña del navegador";
    report_made(date: &str, version: &str): "Made on {date} with Vitrina {version}.", "Hecho el {date} con Vitrina {version}.";
    report_made_device(device: &str): "Measured on: {device}.", "Medido en: {device}.";

    report_summary: "Summary", "Resumen";
    report_purpose: "Purpose and scope", "Objetivo y alcance";
    report_data: "Data and split", "Datos y división";
    report_architecture: "Architectures", "Arquitecturas";
    report_training: "Training", "Entrenamiento";
    report_decisions: "Design decisions", "Decisiones de diseño";
    report_evaluation: "Evaluation", "Evaluación";
    report_quality: "Quality control", "Control de calidad";
    report_policy: "Decision policy", "Política de decisión";
    report_photos: "Real photos", "Fotos reales";
    report_production: "Production and drift", "Producción y deriva";
    report_augmentation: "Generated images for a rare class", "Imágenes generadas para una clase escasa";
    report_analysis: "Critical analysis", "Análisis crítico";
    report_improvements: "Proposed improvements", "Mejoras propuestas";
    report_criteria: "The exercise's criteria", "Los criterios del ejercicio";
    report_reproduction: "Steps to reproduce", "Pasos para reproducir";
    report_references: "References", "Referencias";
}

texts! {
    report_share(value: &str, low: &str, high: &str): "{value} (95% interval {low} to {high})", "{value} (intervalo de confianza del 95\u{a0}%: de {low} a {high})";
    report_of_n(n: &str): "n\u{a0}=\u{a0}{n}", "n\u{a0}=\u{a0}{n}";
    report_full: "Shipped classifier", "Clasificador incluido";
    report_rare(class: &str, share: &str): "Shipped classifier, {class} at {share}", "Clasificador incluido, {class} al {share}";
    report_own_words: "Own remarks", "Comentarios propios";
    report_yes: "yes", "sí";
    report_no: "no", "no";
    report_none: "–", "–";

    report_summary_accuracy(name: &str, accuracy: &str, n: &str):
        "{name}: {accuracy} of the {n} test images are classified correctly.",
        "{name}: {accuracy} de las {n} imágenes de prueba se clasifican correctamente.";
    report_summary_seeds(mean: &str, low: &str, high: &str, seeds: &str):
        "The same recipe with {seeds} seeds: {mean} on average, from {low} to {high}.",
        "La misma receta con {seeds} semillas: {mean} de media, entre {low} y {high}.";
    report_summary_policy(accepted: &str, wrong: &str):
        "The policy accepts {accepted} of the test images; {wrong} of those are wrong.",
        "La política acepta el {accepted} de las imágenes de prueba; de ellas, el {wrong} está mal clasificado.";
    report_summary_quality(error: &str, novelty: &str):
        "The ten autoencoders separate their class from the others with a mean area under the ROC curve of {error} by reconstruction error and {novelty} by novelty.",
        "Los diez autoencoders separan su clase de las demás con un área media bajo la curva ROC de {error} por error de reconstrucción y {novelty} por novedad.";
    report_summary_photos(right: &str, n: &str, wrong: &str):
        "Of {n} photos of garments by people whose photos were never trained on, {right} are classified correctly; {wrong} of those accepted are wrong.",
        "De {n} fotos de prendas de personas cuyas fotos nunca se usaron para entrenar, el {right} se clasifica correctamente; de las aceptadas, el {wrong} está mal.";
    report_summary_production(name: &str, words: &str): "Production “{name}”: {words}", "Producción «{name}»: {words}";

    report_purpose_1:
        "The report documents the whole life of an image classifier: data with a class made rare, training of a convolutional network and of autoencoders, evaluation, decision logic, production under simulated drift with its monitoring, and generated images for the rare class.",
        "El informe documenta la vida completa de un clasificador de imágenes: datos con una clase reducida, entrenamiento de una red convolucional y de autoencoders, evaluación, lógica de decisión, producción con deriva simulada y su monitorización, e imágenes generadas para la clase escasa.";
    report_purpose_2:
        "Every figure was measured: those of the shipped networks when they were trained, the others in this program. A figure that was not measured is missing, and the text says so.",
        "Todas las cifras se midieron: las de las redes incluidas, cuando se entrenaron; las demás, en este programa. Si una cifra no se midió, falta, y el texto lo dice.";
    report_purpose_3:
        "Test images are never trained on and choose nothing: temperatures, limits and thresholds come from validation images.",
        "Con las imágenes de prueba no se entrena ni se elige nada: las temperaturas, los límites y los umbrales salen de las imágenes de validación.";

    report_data_1(name: &str, train: &str, validation: &str, test: &str, seed: &str):
        "{name}: grey images of 28×28 pixels in ten classes, scaled to [0, 1]. {train} training, {validation} validation and {test} test images; the split of training and validation is stratified, with seed {seed}.",
        "{name}: imágenes en gris de 28×28 píxeles de diez clases, escaladas a [0, 1]. {train} imágenes de entrenamiento, {validation} de validación y {test} de prueba; la división entre entrenamiento y validación es estratificada, con la semilla {seed}.";
    report_data_2(class: &str, share: &str, images: &str):
        "To simulate imbalance, {share} of the training images of {class} are kept; {images} training images are left in all. Validation and test images stay as they are.",
        "Para simular el desbalance se conserva el {share} de las imágenes de entrenamiento de {class}; en total quedan {images}. Las de validación y de prueba no cambian.";
    report_data_checksums: "SHA-256 of the uncompressed files", "SHA-256 de los archivos sin comprimir";

    report_architecture_1(parameters: &str):
        "The classifier has two convolutions with pooling, dropout and two dense layers: {parameters} parameters. Softmax and cross-entropy on integer labels.",
        "El clasificador tiene dos convoluciones con pooling, dropout y dos capas densas: {parameters} parámetros. Softmax y entropía cruzada sobre etiquetas enteras.";
    report_architecture_2(parameters: &str):
        "Each of the ten autoencoders compresses an image to 16 numbers and reconstructs it: {parameters} parameters, mean squared error. It learns from one class alone, so that it reconstructs the others badly.",
        "Cada uno de los diez autoencoders comprime una imagen a 16 números y la reconstruye: {parameters} parámetros, error cuadrático medio. Aprende de una sola clase, por lo que reconstruye mal las demás.";
    report_architecture_3(generator: &str):
        "The generator follows DCGAN: from 64 random numbers over transposed convolutions to an image ({generator} parameters); a discriminator of strided convolutions tells it from real images in training.",
        "El generador sigue a DCGAN: de 64 números aleatorios, mediante convoluciones transpuestas, a una imagen ({generator} parámetros); durante el entrenamiento, un discriminador de convoluciones con paso distingue sus imágenes de las reales.";
    report_architecture_photos(parameters: &str):
        "People's photos go through a network of their own with an eleventh answer, “none of the ten” ({parameters} parameters).",
        "Las fotos de personas pasan por una red propia con una undécima respuesta, «ninguna de las diez» ({parameters} parámetros).";
    report_diagram(name: &str): "Architecture: {name}", "Arquitectura: {name}";
    report_diagram_alt(layers: &str): "Layers from the input to the output: {layers}.", "Capas desde la entrada hasta la salida: {layers}.";
    report_layer_input: "image", "imagen";
    report_layer_convolution: "convolution", "convolución";
    report_layer_transposed: "transposed", "transpuesta";
    report_layer_pooling: "max pooling 2×2", "max pooling 2×2";
    report_layer_norm: "batch normalisation", "normalización por lotes";
    report_layer_dropout(share: &str): "dropout {share}", "dropout {share}";
    report_layer_dense: "dense", "densa";
    report_layer_code: "code", "código";
    report_layer_softmax: "dense, softmax", "densa, softmax";

    report_training_1:
        "Weights, order of the images, variation and dropout follow from the seed, so that the same settings on the same device give the same network.",
        "Los pesos, el orden de las imágenes, las variaciones y el dropout se derivan de la semilla, de modo que los mismos ajustes en el mismo dispositivo dan la misma red.";
    report_training_own_none:
        "No classifier of this browser was chosen; the table has the shipped ones.",
        "No se eligió ningún clasificador de este navegador; la tabla muestra los incluidos.";
    report_training_curves(name: &str): "Loss over the epochs: {name}", "Pérdida por época: {name}";
    report_training_curves_alt(last: &str, validation: &str, epochs: &str):
        "After {epochs} epochs the training loss is {last} and the validation loss {validation}.",
        "Tras {epochs} épocas, la pérdida de entrenamiento es {last} y la de validación {validation}.";
    report_training_line: "training", "entrenamiento";
    report_validation_line: "validation", "validación";
    report_loss_axis: "cross-entropy", "entropía cruzada";
    report_epoch_axis: "epoch", "época";

    report_decision_adam:
        "Optimizer: AdamW, and for the shipped classifiers Muon for the weights between hidden layers; after 36 epochs both end alike on validation images. Learning rate by a one-cycle schedule.",
        "Optimizador: AdamW y, en los clasificadores incluidos, Muon para los pesos entre capas ocultas; tras 36 épocas, ambos acaban igual con las imágenes de validación. Tasa de aprendizaje con un ciclo único.";
    report_decision_norm:
        "Batch normalisation after pooling: it then has a quarter of the values to go through.",
        "Normalización por lotes después del pooling: así procesa la cuarta parte de los valores.";
    report_decision_temperature:
        "One temperature divides the logits, fitted on validation images, so that a threshold on the confidence means what it says; it changes no prediction.",
        "Una temperatura ajustada con imágenes de validación divide los logits, para que un umbral de confianza signifique lo que dice; no cambia ninguna predicción.";
    report_decision_autoencoders:
        "An autoencoder a class instead of one for all: an image is held against what is typical of the class that it is taken for. The exercise's reading, one normal class, can be chosen.",
        "Un autoencoder por clase en lugar de uno para todas: una imagen se compara con lo típico de la clase que se le asigna. También se puede elegir la lectura del ejercicio, con una sola clase normal.";
    report_decision_order:
        "Quality is asked before confidence: an image that is not typical is rejected, however sure the classifier is; one that is typical but doubtful goes to a person.",
        "La calidad se comprueba antes que la confianza: una imagen que no es típica se rechaza por muy seguro que esté el clasificador; una típica pero dudosa pasa a una persona.";
    report_decision_kl:
        "Drift: KL(production ‖ reference) over the last window, smoothed so that an empty bin does not make it infinite; the limits of all detectors together were set on clean productions, to at most 1% of quiet runs with an alarm.",
        "Deriva: KL(producción ‖ referencia) sobre la última ventana, suavizada para que un intervalo vacío no la haga infinita; los límites de todos los detectores juntos se fijaron con producciones limpias, para que a lo sumo el 1\u{a0}% de las ejecuciones tranquilas dé una alarma.";
    report_decision_remedies:
        "Remedies for a rare class are compared with the same images, initial weights and number of steps; otherwise the one with more images would only have been trained longer.",
        "Los remedios para una clase escasa se comparan con las mismas imágenes, pesos iniciales y número de pasos; si no, el que tiene más imágenes solo habría entrenado más tiempo.";
    report_decision_browser:
        "Everything runs in the visitor's browser, by WebGPU or on the CPU in WebAssembly: no image leaves the device, and the command line gives the same numbers.",
        "Todo se ejecuta en el navegador del visitante, con WebGPU o en la CPU mediante WebAssembly: ninguna imagen sale del dispositivo, y la línea de comandos da los mismos números.";

    report_evaluation_none:
        "This classifier has not been measured on the test images.",
        "Este clasificador no se ha medido con las imágenes de prueba.";
    report_evaluation_accuracy(accuracy: &str, n: &str, macro_f1: &str):
        "Accuracy {accuracy}, n\u{a0}=\u{a0}{n}; macro F1 {macro_f1}.",
        "Exactitud: {accuracy}; n\u{a0}=\u{a0}{n}; F1 macro: {macro_f1}.";
    report_evaluation_calibration(before: &str, after: &str, temperature: &str, bins: &str):
        "Expected calibration error over {bins} bins: {before} before and {after} after division by the temperature {temperature}.",
        "Error de calibración esperado en {bins} intervalos: {before} antes y {after} después de dividir por la temperatura {temperature}.";
    report_imbalance(class: &str, full: &str, rare: &str, share: &str):
        "With {share} of its training images the recall of {class} falls from {full} to {rare}.",
        "Con el {share} de sus imágenes de entrenamiento, la exhaustividad de {class} baja del {full} al {rare}.";
    report_imbalance_not(class: &str, full: &str, rare: &str, share: &str):
        "With {share} of its training images the recall of {class} is {rare}, against {full} with all of them: it does not fall.",
        "Con el {share} de sus imágenes de entrenamiento, la exhaustividad de {class} es del {rare}, frente al {full} con todas: no baja.";
    report_recall_figure(name: &str): "Recall by class: {name}", "Exhaustividad por clase: {name}";
    report_recall_alt(class: &str, value: &str): "The lowest is that of {class}, {value}.", "La más baja es la de {class}: {value}.";
    report_confusion_figure(name: &str): "Confusion matrix: {name}", "Matriz de confusión: {name}";
    report_confusion_alt(class: &str, taken: &str, count: &str):
        "The most frequent mistake: {class} predicted as {taken}, {count} images.",
        "El error más frecuente: {class} predicha como {taken}, {count} imágenes.";
    report_confusion_true: "true class", "clase verdadera";
    report_confusion_predicted: "predicted class", "clase predicha";
    report_reliability_figure(name: &str): "Confidence and accuracy: {name}", "Confianza y exactitud: {name}";
    report_reliability_alt(ece: &str): "Expected calibration error {ece}; on the diagonal confidence and accuracy agree.", "Error de calibración esperado: {ece}; en la diagonal, confianza y exactitud coinciden.";

    report_quality_1(share: &str):
        "The limit of each autoencoder rejects {share} of its own class's validation images.",
        "El límite de cada autoencoder rechaza el {share} de las imágenes de validación de su propia clase.";
    report_quality_probes(share: &str, rejects: &str, n: &str):
        "What it catches of images that are no garment as it should be, with limits that reject {share} of the validation images ({rejects} of {n} test images):",
        "Lo que detecta de las imágenes que no son una prenda como debería ser, con límites que rechazan el {share} de las imágenes de validación (el {rejects} de {n} imágenes de prueba):";

    report_policy_1(confidence: &str, ratio: &str):
        "Accepted is what is typical (error ratio at most {ratio}) with a confidence of at least {confidence}; typical and less sure goes to review; the rest is rejected.",
        "Se acepta lo que es típico (razón de error de a lo sumo {ratio}) con una confianza de al menos {confidence}; lo típico y menos seguro pasa a revisión; el resto se rechaza.";
    report_policy_none:
        "The policy was not applied to the test images in this visit.",
        "En esta visita no se aplicó la política a las imágenes de prueba.";
    report_policy_figure: "Risk by coverage", "Riesgo según la cobertura";
    report_policy_alt(risk: &str): "At a coverage of 90%, {risk} of the accepted images are wrong.", "Con una cobertura del 90\u{a0}%, el {risk} de las imágenes aceptadas está mal.";

    report_photos_1(garments: &str, others: &str, senders: &str):
        "The classifier for photos learned from the data set, from {garments} photos of garments and from {others} of other things; the photos are split by sender (seed {senders}), so that nobody's photos are in two parts. On the test part:",
        "El clasificador de fotos aprendió del conjunto de datos, de {garments} fotos de prendas y de {others} de otras cosas; las fotos se dividen por remitente (semilla {senders}), de modo que las de una persona están en una sola parte. En la parte de prueba:";
    report_photos_none: "The card of the photos' classifier is missing.", "Falta la ficha del clasificador de fotos.";

    report_production_none:
        "No production was watched. Play one in Monitor, or give its log on the command line, and it stands here.",
        "No se observó ninguna producción. Reproduce una en Monitorizar, o indica su registro en la línea de comandos, y aparecerá aquí.";
    report_production_own_scene: "a schedule of one's own", "un programa propio";
    report_production_records[n](): "{n} record was watched." | "{n} records were watched.", "Se observó {n} dato." | "Se observaron {n} datos.";
    report_production_seed(seed: &str): "Seed {seed}.", "Semilla {seed}.";
    report_production_window[n](): "The last {n} record:" | "The last {n} records:", "El último dato ({n}):" | "Los últimos {n} datos:";
    report_production_latency(mean: &str, p95: &str): "Latency: mean {mean}, 95th percentile {p95}.", "Latencia: media {mean}, percentil 95 {p95}.";
    report_production_confidence(mean: &str, p10: &str): "Confidence: mean {mean}, 10th percentile {p10}.", "Confianza: media {mean}, percentil 10 {p10}.";
    report_production_accuracy(accuracy: &str): "True accuracy: {accuracy}.", "Exactitud real: {accuracy}.";
    report_production_estimate(estimate: &str): "Accuracy expected without labels: {estimate}.", "Exactitud esperada sin etiquetas: {estimate}.";
    report_production_shift(kind: &str, start: &str): "{kind} began at record {start}.", "{kind}: empezó en el dato {start}.";
    report_production_noticed(watch: &str, at: &str): "First noticed by {watch} at record {at}.", "La primera alarma fue de {watch}, en el dato {at}.";
    report_production_missed: "No detector that can see it fired.", "Ningún detector que pueda verla dio la alarma.";
    report_production_fell(before: &str, after: &str): "Accuracy went from {before} to {after} on the images it touched.", "En las imágenes afectadas, la exactitud pasó del {before} al {after}.";
    report_production_quiet: "No detector fired.", "Ningún detector dio la alarma.";
    report_production_alarms[n](): "{n} detector fired." | "{n} detectors fired.", "{n} detector dio la alarma." | "{n} detectores dieron la alarma.";

    report_augmentation_1(images: &str, steps: &str, n: &str):
        "A small classifier, {images} training images, {steps} steps in every arm, measured on {n} test images.",
        "Un clasificador pequeño, {images} imágenes de entrenamiento, {steps} pasos en todos los casos, medido con {n} imágenes de prueba.";
    report_augmentation_own(n: &str, part: &str): "A comparison run here, measured on {n} {part} images.", "Una comparación hecha aquí, medida con {n} imágenes de {part}.";
    report_augmentation_none: "Remedies were not compared.", "No se compararon remedios.";
    report_gains_alt(arm: &str, gain: &str): "The largest gain: “{arm}”, {gain} points.", "La mayor ganancia: «{arm}», {gain} puntos.";
}
