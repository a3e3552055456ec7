//! Sentences of the form that sets up a run.

use crate::texts;

texts! {
    train_form: "Set up a run", "Prepara una ejecución";
    train_presets: "Start from", "Parte de";
    train_preset_quick: "Small classifier", "Clasificador pequeño";
    train_preset_quick_about:
        "5,000 images and a small network: enough to see everything happen.",
        "5\u{a0}000 imágenes y una red pequeña: basta para verlo todo.";
    train_preset_rare: "Shirt at 10%", "Camisa al 10\u{a0}%";
    train_preset_rare_about:
        "The same with few shirts: watch their recall fall behind.",
        "Lo mismo con pocas camisas: mira cómo su exhaustividad se queda atrás.";
    train_preset_plain: "Plain network", "Red sencilla";
    train_preset_plain_about:
        "No normalisation, constant rate: the one for comparing speeds.",
        "Sin normalización y con tasa constante: la que sirve para comparar velocidades.";
    train_preset_autoencoder: "Autoencoder of Trouser", "Autoencoder de Pantalón";
    train_preset_autoencoder_about:
        "Learns to reconstruct trousers, and nothing else well.",
        "Aprende a reconstruir pantalones, y nada más le sale bien.";
    train_preset_fine_tune: "Fine-tuning", "Ajuste fino";
    train_preset_fine_tune_about:
        "The shipped classifier continues to learn, with your own pictures if you add some.",
        "El clasificador incluido sigue aprendiendo, con tus imágenes si añades alguna.";
    train_preset_full: "Full run", "Ejecución completa";
    train_preset_full_about:
        "The shipped network on all 55,000 images.",
        "La red incluida con las 55\u{a0}000 imágenes.";
    train_cpu_time(time: &str): "About {time} on a CPU.", "Aproximadamente {time} en una CPU.";

    train_name: "Name", "Nombre";
    train_name_hint: "generated if left empty", "si lo dejas vacío, se genera uno";
    train_network: "Network", "Red";
    train_classifier: "Classifier", "Clasificador";
    train_autoencoder: "Autoencoder", "Autoencoder";
    train_small: "Small classifier", "Clasificador pequeño";
    train_shipped: "Shipped classifier", "Clasificador incluido";
    train_plain: "Plain classifier", "Clasificador sencillo";
    train_custom: "Custom sizes", "Tamaños propios";
    train_autoencoder_of(class: &str): "Autoencoder of {class}", "Autoencoder de {class}";
    train_normal: "Normal class", "Clase normal";
    train_normal_note:
        "It learns from this class alone; whatever it reconstructs badly later is atypical.",
        "Aprende solo de esta clase; lo que después reconstruya mal será atípico.";
    train_start: "Starts from", "Empieza con";
    train_start_scratch: "Random weights", "Pesos aleatorios";
    train_start_shipped: "The shipped weights", "Los pesos incluidos";
    train_start_imbalanced: "The shipped weights with rare Shirt", "Los pesos incluidos con Camisa escasa";
    train_start_own(name: &str): "Your run “{name}”", "Tu ejecución «{name}»";
    train_freeze: "Freeze the convolutions", "Congelar las convoluciones";
    train_freeze_note: "Only the dense layers learn.", "Solo aprenden las capas densas.";

    train_data: "Data", "Datos";
    train_images: "Training images", "Imágenes de entrenamiento";
    train_one_class:
        "It sees only those of its normal class, about a tenth.",
        "Solo ve las de su clase normal, más o menos una décima parte.";
    train_see_data: "See the data", "Ver los datos";
    train_rare_add: "Make a class rare", "Reducir una clase";
    train_rare_none: "Choose a class", "Elige una clase";
    train_rare_keep(class: &str): "{class}, share kept:", "{class}, se conserva:";
    train_rare_remove(class: &str): "Keep all of {class}", "Conservar todo: {class}";

    train_learning: "Learning", "Aprendizaje";
    train_advanced: "More settings", "Más ajustes";
    train_seed: "Seed", "Semilla";
    train_schedule: "Schedule of the learning rate", "Evolución de la tasa de aprendizaje";
    train_one_cycle: "One cycle: up, then down", "Un ciclo: sube y luego baja";
    train_cosine: "Cosine: down to zero", "Coseno: baja hasta cero";
    train_constant: "Constant", "Constante";
    train_optimizer: "Optimizer", "Optimizador";
    train_adamw: "AdamW", "AdamW";
    train_muon: "Muon: learns more per epoch", "Muon: aprende más por época";
    train_variation: "Data augmentation", "Aumento de datos";
    train_flip: "Mirror half of the images", "Reflejar la mitad de las imágenes";
    train_shift: "Maximum shift, in pixels", "Desplazamiento máximo, en píxeles";
    train_erase: "Erase a rectangle, share of images:", "Borrar un rectángulo, parte de las imágenes:";
    train_sizes: "Sizes of the network", "Tamaños de la red";
    train_channels_1: "Channels, first convolution", "Canales, primera convolución";
    train_channels_2: "Channels, second convolution", "Canales, segunda convolución";
    train_dropout_1: "First dropout", "Primer dropout";
    train_dropout_2: "Second dropout", "Segundo dropout";
    train_normalised: "Batch normalisation", "Normalización por lotes";

    train_not_a_number(field: &str): "{field} must be a number.", "{field} debe ser un número.";
    train_estimate(what: &str, time: &str):
        "{what}. About {time} on one CPU thread.",
        "{what}. Aproximadamente {time} en un hilo de CPU.";
    train_button: "Train", "Entrenar";
    train_put_aside(name: &str):
        "Starting this run sets “{name}” aside at its current step; it can be resumed.",
        "Al empezar esta ejecución, «{name}» queda en espera en su paso actual y se puede reanudar.";
}
