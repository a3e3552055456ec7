//! Names of the report's tables, their columns and rows.

use crate::texts;

texts! {
    report_table_counts: "Training images by class", "Imágenes de entrenamiento por clase";
    report_table_training: "Training settings", "Ajustes del entrenamiento";
    report_table_classes(name: &str, n: &str): "Figures by class: {name} (n\u{a0}=\u{a0}{n} test images)", "Cifras por clase: {name} (n\u{a0}=\u{a0}{n} imágenes de prueba)";
    report_table_comparison: "The shipped classifiers on the same test images", "Los clasificadores incluidos con las mismas imágenes de prueba";
    report_table_autoencoders(n: &str): "Area under the ROC curve, each class against the other nine (n\u{a0}=\u{a0}{n} test images)", "Área bajo la curva ROC, cada clase contra las otras nueve (n\u{a0}=\u{a0}{n} imágenes de prueba)";
    report_table_probes: "Images that are no garment as it should be", "Imágenes que no son una prenda como debería ser";
    report_table_verdicts(n: &str): "Verdicts on the test images (n\u{a0}=\u{a0}{n})", "Veredictos sobre las imágenes de prueba (n\u{a0}=\u{a0}{n})";
    report_table_photos: "Photos of the test part", "Fotos de la parte de prueba";
    report_table_divergences: "Smoothed KL(production ‖ reference) in nats", "KL(producción ‖ referencia) suavizada, en nats";
    report_table_alarms: "Detectors that fired", "Detectores que dieron la alarma";
    report_table_remedies(class: &str): "Remedies for {class}: means over the seeds", "Remedios para {class}: medias de las semillas";
    report_table_generators: "Shipped generators, 1,000 images each", "Generadores incluidos, 1\u{a0}000 imágenes cada uno";

    report_column_class: "Class", "Clase";
    report_column_file: "File", "Archivo";
    report_column_full: "Full", "Completo";
    report_column_setting: "Setting", "Ajuste";
    report_column_limit: "By chance at most", "Por azar, a lo sumo";
    report_column_signal: "Signal", "Señal";
    report_column_divergence: "KL", "KL";
    report_column_detector: "Detector", "Detector";
    report_column_record: "First at record", "Primera vez en el dato";
    report_column_kind: "Kind", "Tipo";
    report_column_rejected: "Rejected", "Rechazadas";
    report_column_interval: "95% interval", "Intervalo de confianza del 95\u{a0}%";
    report_column_error: "By reconstruction error", "Por error de reconstrucción";
    report_column_novelty: "By novelty", "Por novedad";
    report_column_right: "Correct", "Correctas";
    report_column_wrong: "Wrong", "Incorrectas";
    report_column_verdict: "Verdict", "Veredicto";
    report_column_all: "All", "Todas";
    report_column_figure: "Figure", "Cifra";
    report_column_value: "Value", "Valor";
    report_column_seeds: "Seeds", "Semillas";
    report_column_images: "Images", "Imágenes";
    report_column_gain: "Gain in F1, points (95% interval)", "Ganancia en F1, puntos (intervalo de confianza del 95\u{a0}%)";
    report_column_named: "Named in their class", "Asignadas a su clase";
    report_column_named_real: "Real images", "Imágenes reales";
    report_column_coverage: "Coverage", "Cobertura";
    report_column_coverage_real: "Coverage, real images", "Cobertura, imágenes reales";

    report_row_seed: "Seed", "Semilla";
    report_row_images: "Training images", "Imágenes de entrenamiento";
    report_row_epochs: "Epochs", "Épocas";
    report_row_epochs_of(done: &str, planned: &str): "{done} of {planned}", "{done} de {planned}";
    report_row_batch: "Batch", "Lote";
    report_row_rate: "Highest learning rate", "Tasa de aprendizaje máxima";
    report_row_optimizer: "Optimizer", "Optimizador";
    report_row_parameters: "Parameters", "Parámetros";
    report_row_rare: "Rare classes", "Clases escasas";
    report_row_start: "Initial weights", "Pesos iniciales";
    report_row_start_random: "random", "aleatorios";
    report_row_start_tuned: "of another network (fine-tuning)", "de otra red (ajuste fino)";
    report_row_device: "Trained on", "Entrenado en";
    report_row_accuracy: "Accuracy", "Exactitud";
    report_row_minority(class: &str): "Recall of {class}", "Exhaustividad de {class}";
    report_row_difference: "Difference in accuracy, full minus imbalanced", "Diferencia de exactitud, completo menos desbalanceado";
    report_row_photos_right: "Garments classified correctly", "Prendas clasificadas correctamente";
    report_row_photos_accepted: "Garments accepted", "Prendas aceptadas";
    report_row_photos_wrong: "Wrong among the accepted", "Incorrectas entre las aceptadas";
    report_row_photos_others: "Other things accepted", "Otras cosas aceptadas";
    report_row_photos_data_set: "Data set's test images, for comparison", "Imágenes de prueba del conjunto de datos, para comparar";
}
