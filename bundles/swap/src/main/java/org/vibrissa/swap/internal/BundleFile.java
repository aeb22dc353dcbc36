package org.vibrissa.swap.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.vibrissa.swap.SwapFailed;

/**
 * A jar that claims to be a bundle.
 *
 * @param bytes its content; not to be modified
 * @param name symbolic name
 * @param version bundle version
 * @param sha256 of the content, hex
 */
@SuppressWarnings("ArrayRecordComponent")
record BundleFile(byte[] bytes, String name, Version version, String sha256) {
    /** How the location of every bundle that a user brought begins. */
    static final String LOCATION = "vibrissa:";

    private static final String NAME = "[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*";

    /**
     * Reads the manifest.
     *
     * @throws SwapFailed when it is damaged or no bundle
     */
    static BundleFile parse(byte[] jar, String source) {
        Damage.of(jar)
                .ifPresent(
                        what -> {
                            throw new SwapFailed(
                                    "pre-flight",
                                    source + " is damaged: " + what,
                                    "copy or build the jar again");
                        });
        Attributes headers = manifest(jar, source).getMainAttributes();
        String name =
                Optional.ofNullable(headers.getValue(Constants.BUNDLE_SYMBOLICNAME))
                        .map(value -> value.split(";", 2)[0].trim())
                        .orElseThrow(() -> refused(source, "it has no Bundle-SymbolicName header"));
        if (!name.matches(NAME)) {
            throw refused(source, "its Bundle-SymbolicName \"" + name + "\" is not valid");
        }
        String version =
                Optional.ofNullable(headers.getValue(Constants.BUNDLE_VERSION)).orElse("0.0.0");
        try {
            return new BundleFile(jar, name, Version.parseVersion(version), sha256(jar));
        } catch (IllegalArgumentException e) {
            throw refused(source, "its Bundle-Version \"" + version + "\" is not valid")
                    .causedBy(e);
        }
    }

    private static Manifest manifest(byte[] jar, String source) {
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar), false)) {
            return Optional.ofNullable(in.getManifest())
                    .orElseThrow(() -> refused(source, "it is no jar, or a jar with no manifest"));
        } catch (IOException e) {
            throw refused(source, "its manifest cannot be read: " + e.getMessage()).causedBy(e);
        }
    }

    private static SwapFailed refused(String source, String why) {
        return new SwapFailed(
                "pre-flight",
                source + " is no bundle: " + why,
                "see docs/writing-a-bundle.md for how one is built");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    ByteArrayInputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    /** The place a bundle of this content is installed from; unique per content. */
    String location() {
        return LOCATION + name + ":" + version + ":" + sha256;
    }
}
