package org.vibrissa.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sample vendor bundle in its two versions, and broken variants of it. */
public final class VendorSample {
    /** Found in the symbolic name of both versions. */
    public static final String NAME = "packetcount";

    /** What can be wrong with a jar. */
    public enum Broken {
        /** Text, no jar. */
        NO_JAR("jar"),
        /** A jar without an OSGi manifest. */
        NO_BUNDLE("Bundle-SymbolicName"),
        /** Imports a package that nobody has. */
        UNSATISFIED_PACKAGE("com.example.nowhere"),
        /** Its object is cut short. */
        BROKEN_OBJECT(".o"),
        /** Its program reads the packet without a bounds check. */
        VERIFIER("invalid access to packet", "verifier"),
        /** Built by the headers of another ABI. */
        ABI("ABI 99", "abi"),
        /** Calls a helper function that no kernel has. */
        NO_HELPER("lacks helper function unknown#9999", "helper"),
        /** Asks for a kernel feature that is not there. */
        NO_FEATURE("kernel feature 'warp'", "feature"),
        /** Needs what no earlier stage provides. */
        UNMET_NEED("capability bit 31", "needs"),
        /** Cut short on its way here. */
        TORN("it ends at byte 20000", "torn"),
        /** Claims the datapath's own slot. */
        HELD_SLOT("slot 13", "slot"),
        /** Uses maps without the capability that grants them. */
        NO_GRANT("Require-Capability: org.vibrissa.bpf.sdk;filter:=\"(abi=1)\"", "grant"),
        /** Another layout of its map, of which its manifest says nothing. */
        UNSTATED_LAYOUT("converts:List<Long>=\"1\"", "layout"),
        /** Another layout of its map, without a converter. */
        NO_CONVERTER("no converter", "schema");

        private final String complaint;
        private final String builtAs;

        /** Made here from version 2. */
        Broken(String complaint) {
            this(complaint, "");
        }

        /** Made by the build of the sample. */
        Broken(String complaint, String builtAs) {
            this.complaint = complaint;
            this.builtAs = builtAs;
        }

        /** A word that the refusal must hold. */
        public String complaint() {
            return complaint;
        }
    }

    private VendorSample() {}

    /** Version 1. */
    public static Path v1() {
        return jar("v1");
    }

    /** Version 2: another layout of its map's value, and a converter. */
    public static Path v2() {
        return jar("v2");
    }

    /** A copy of version 2 with something broken. */
    public static Path broken(Lab lab, Broken how) {
        Path copy = lab.folder().resolve(how + ".jar");
        try {
            if (how == Broken.NO_JAR) {
                return Files.writeString(copy, "This is no jar.\n");
            }
            if (!how.builtAs.isEmpty()) {
                return jar("packetcount-" + how.builtAs);
            }
            Files.copy(v2(), copy);
            try (FileSystem zip = FileSystems.newFileSystem(copy)) {
                damage(zip, how);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void damage(FileSystem zip, Broken how) throws IOException {
        Path manifest = zip.getPath("META-INF/MANIFEST.MF");
        switch (how) {
            case NO_BUNDLE -> Files.writeString(manifest, "Manifest-Version: 1.0\r\n\r\n");
            case UNSATISFIED_PACKAGE -> {
                String text =
                        new String(Files.readAllBytes(manifest), StandardCharsets.UTF_8)
                                .replace(
                                        "Import-Package: ",
                                        "Import-Package: com.example.nowhere,\r\n ");
                Files.writeString(manifest, text);
            }
            case BROKEN_OBJECT -> {
                for (Path object : objects(zip)) {
                    byte[] whole = Files.readAllBytes(object);
                    Files.write(object, java.util.Arrays.copyOf(whole, whole.length / 2));
                }
            }
            default -> throw new IllegalArgumentException(how.toString());
        }
    }

    private static List<Path> objects(FileSystem zip) throws IOException {
        try (Stream<Path> all = Files.walk(zip.getPath("/"))) {
            return all.filter(path -> path.toString().endsWith(".o")).toList();
        }
    }

    private static Path jar(String version) {
        Path folder = Place.root().resolve("integration-tests/vendor-sample");
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().contains("/target/"))
                    .filter(
                            path ->
                                    path.getFileName()
                                            .toString()
                                            .matches(".*" + version + ".*\\.jar"))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            "no jar of " + version + " in " + folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
