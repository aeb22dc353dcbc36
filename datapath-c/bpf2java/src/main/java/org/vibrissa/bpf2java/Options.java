package org.vibrissa.bpf2java;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * The command line.
 *
 * @param objects the object files
 * @param javaPackage package of the generated classes
 * @param out source folder
 * @param strip prefix that C names lose, such as {@code vib_}; may be empty
 * @param types structs, unions and enums to generate besides those of maps and events
 * @param maps the maps to generate; empty = all
 * @param noMaps whether to leave out maps altogether
 */
record Options(
        List<Path> objects,
        String javaPackage,
        Path out,
        String strip,
        List<String> types,
        Optional<Set<String>> maps,
        boolean noMaps) {
    private static final String USAGE =
            "usage: --object FILE|FOLDER... --package NAME --out FOLDER"
                    + " [--strip PREFIX] [--types NAME,...] [--maps all|none|NAME,...]";

    static Options parse(List<String> args) throws IOException {
        List<Path> objects = new ArrayList<>();
        String javaPackage = "";
        String out = "";
        String strip = "";
        String types = "";
        String maps = "all";
        for (int i = 0; i < args.size(); i++) {
            String option = args.get(i);
            if (option.equals("--object")) {
                while (i + 1 < args.size() && !args.get(i + 1).startsWith("--")) {
                    objects.addAll(objectsAt(Path.of(args.get(++i))));
                }
                continue;
            }
            if (i + 1 == args.size()) {
                throw new GeneratorException("option " + option + " needs a value; " + USAGE);
            }
            String value = args.get(++i);
            switch (option) {
                case "--package" -> javaPackage = value;
                case "--out" -> out = value;
                case "--strip" -> strip = value;
                case "--types" -> types = value;
                case "--maps" -> maps = value;
                default -> throw new GeneratorException("unknown option " + option + "; " + USAGE);
            }
        }
        if (objects.isEmpty() || out.isEmpty() || !SourceVersion.isName(javaPackage)) {
            throw new GeneratorException(
                    "--object, --out and a valid --package are needed; " + USAGE);
        }
        boolean some = !maps.equals("all") && !maps.equals("none");
        return new Options(
                List.copyOf(objects),
                javaPackage,
                Path.of(out),
                strip,
                split(types),
                some ? Optional.of(new LinkedHashSet<>(split(maps))) : Optional.empty(),
                maps.equals("none"));
    }

    private static List<Path> objectsAt(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> found = files.filter(f -> f.toString().endsWith(".bpf.o")).sorted().toList();
            if (found.isEmpty()) {
                throw new GeneratorException("no *.bpf.o below " + path);
            }
            return found;
        }
    }

    private static List<String> split(String list) {
        return Stream.of(list.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    }
}
