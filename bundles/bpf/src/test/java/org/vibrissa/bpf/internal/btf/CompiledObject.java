package org.vibrissa.bpf.internal.btf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Compiles a C resource of this package with clang, as the build does. */
final class CompiledObject {
    private CompiledObject() {}

    /**
     * The bytes of {@code resource} compiled for {@code target}, {@code bpfel} or {@code bpfeb}.
     */
    static byte[] of(String resource, String target) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("vt-btf");
        Path source = folder.resolve(resource);
        Path object = folder.resolve("object.o");
        Path log = folder.resolve("log");
        try {
            try (InputStream in = CompiledObject.class.getResourceAsStream(resource)) {
                Files.copy(in, source);
            }
            List<String> command = new ArrayList<>(List.of("clang-19", "-O2", "-g"));
            command.addAll(List.of("-target", target, "-mcpu=v3", "-idirafter"));
            command.add(
                    "/usr/include/"
                            + System.getProperty("os.arch").replace("amd64", "x86_64")
                            + "-linux-gnu");
            command.addAll(List.of("-c", source.toString(), "-o", object.toString()));
            Process clang =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            if (!clang.waitFor(60, TimeUnit.SECONDS) || clang.exitValue() != 0) {
                clang.destroyForcibly();
                throw new IOException(Files.readString(log, StandardCharsets.UTF_8));
            }
            return Files.readAllBytes(object);
        } finally {
            for (Path file : List.of(source, object, log, folder)) {
                Files.deleteIfExists(file);
            }
        }
    }
}
