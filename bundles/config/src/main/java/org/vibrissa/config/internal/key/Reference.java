package org.vibrissa.config.internal.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vibrissa.config.Key;

/**
 * Writes {@code docs/configuration.md} from the declarations in the source tree. The daemon does
 * not use it; a test fails when the page is not what this makes.
 */
public final class Reference {
    private static final String HEAD =
            """
            # Configuration reference

            This page is made from the key declarations of the bundles (`vibrissa/config-keys.json`) by \
            `scripts/config-reference`.

            Values come from, later ones win: the default, `/etc/vibrissa/vibrissa.yaml`, \
            `/etc/vibrissa/conf.d/*.yaml` in the order of their names (`90-set.yaml` is written by \
            `vibrissa config set`), options of `vibrissa run` (`--set KEY=VALUE`). Keys may be nested maps or \
            dotted names. A problem in any file stops the start with file, line and the nearest valid key; on \
            `vibrissa config reload` it changes nothing.

            A change of a **live** key acts at once, of a **swap** key when its bundle is swapped or restarted \
            (traffic goes on), of a **restart** key at the next start of the daemon (the datapath forwards in \
            between). Durations take the units ns, us, ms, s, m, h, d; sizes K, M, G (1024-based).

            | key | type | default | allowed | class | bundle | meaning |
            |---|---|---|---|---|---|---|
            """;

    private Reference() {}

    /**
     * Prints or writes the page.
     *
     * @param args the folder with the bundles' sources, the page to write
     */
    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[1]), page(Path.of(args[0])));
    }

    /** The page for all bundles in a source folder. */
    public static String page(Path bundles) throws IOException {
        List<List<Key>> perBundle = new ArrayList<>();
        try (Stream<Path> folders = Files.list(bundles)) {
            for (Path folder : folders.sorted().toList()) {
                Path file = folder.resolve("src/main/resources").resolve(Declarations.RESOURCE);
                if (Files.exists(file)) {
                    try (InputStream json = Files.newInputStream(file)) {
                        String owner = "org.vibrissa." + folder.getFileName();
                        perBundle.add(Declarations.read(owner, json));
                    }
                }
            }
        }
        return new Schema(perBundle)
                .keys().stream().map(Reference::row).collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(Key key) {
        return String.format(
                "| `%s` | %s | `%s` | %s | %s | %s | %s |%n",
                key.name(),
                lower(key.type()),
                key.defaultValue(),
                allowed(key),
                lower(key.changeClass()),
                key.owner().replace("org.vibrissa.", ""),
                key.doc().replace("|", "\\|"));
    }

    private static String allowed(Key key) {
        List<String> parts = new ArrayList<>(key.values());
        key.min().ifPresent(min -> parts.add("from " + KeyCheck.limit(key, min)));
        key.max().ifPresent(max -> parts.add("to " + KeyCheck.limit(key, max)));
        if (key.powerOfTwo()) {
            parts.add("a power of two");
        }
        return String.join(", ", parts);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
