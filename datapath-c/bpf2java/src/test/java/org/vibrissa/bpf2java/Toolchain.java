package org.vibrissa.bpf2java;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles C and the generated Java in one folder. */
final class Toolchain {
    private static final String ARCH_INCLUDE =
            "/usr/include/"
                    + System.getProperty("os.arch").replace("amd64", "x86_64")
                    + "-linux-gnu";

    private final Path folder;

    Toolchain(Path folder) {
        this.folder = folder;
    }

    /** Copies a test resource into the folder. */
    Path resource(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = Toolchain.class.getResourceAsStream(name)) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    /** Compiles a BPF object beside its source. */
    Path bpf(Path source) throws IOException, InterruptedException {
        Path object = Path.of(source.toString().replaceFirst("\\.c$", ".o"));
        run(
                Stream.concat(
                                Stream.of("clang-19", "-O2", "-g", "-target", "bpf", "-mcpu=v3"),
                                Stream.of(
                                        "-I" + Path.of("../include").toAbsolutePath(),
                                        "-idirafter",
                                        ARCH_INCLUDE,
                                        "-c",
                                        source.toString(),
                                        "-o",
                                        object.toString()))
                        .toList());
        return object;
    }

    /** Compiles and runs a program; returns what it writes. */
    byte[] output(Path source) throws IOException, InterruptedException {
        Path program = folder.resolve("program");
        run(List.of("clang-19", "-O1", source.toString(), "-o", program.toString()));
        return run(List.of(program.toString()));
    }

    private byte[] run(List<String> command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command + ": " + Files.readString(err, StandardCharsets.UTF_8));
        }
        return Files.readAllBytes(out);
    }

    /** Runs the generator with the folder {@code java} as target. */
    Path generate(String... options) throws IOException {
        Path sources = folder.resolve("java");
        List<String> all = new ArrayList<>(List.of("--out", sources.toString()));
        all.addAll(List.of("--package", "gen", "--strip", "vib_"));
        all.addAll(List.of(options));
        Main.main(all.toArray(String[]::new));
        return sources.resolve("gen");
    }

    /** Compiles the generated sources with all warnings as errors and loads them. */
    ClassLoader compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> command = new ArrayList<>(List.of("--release", "17", "-Xlint:all", "-Werror"));
        command.addAll(List.of("-d", classes.toString()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        try (Stream<Path> files = Files.list(folder.resolve("java/gen"))) {
            files.map(Path::toString).sorted().forEach(command::add);
        }
        java.io.ByteArrayOutputStream errors = new java.io.ByteArrayOutputStream();
        if (compiler.run(null, errors, errors, command.toArray(String[]::new)) != 0) {
            throw new AssertionError(errors.toString(StandardCharsets.UTF_8));
        }
        return new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, Toolchain.class.getClassLoader());
    }
}
