package org.vibrissa.bpf2java;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The command: reads objects, writes Java sources. */
public final class Main {
    private Main() {}

    /**
     * Runs the generator; see README.md for the options.
     *
     * @throws GeneratorException when an option, an object or a type cannot be used
     * @throws IOException when a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        Options options = Options.parse(List.of(args));
        Map<String, String> sources = new Generator(options).generate();
        new SourceFolder(options.out(), options.javaPackage()).write(sources);
    }
}
