package org.vibrissa.datapath.internal.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.datapath.Chain;
import org.vibrissa.runtime.AtomicFile;

/**
 * Remembers over a restart which bundle's stage stands in which slot; the programs themselves live
 * on in the pinned arrays. One line a slot: {@code ep.17=org.example.count 1.0.0 count}, followed
 * by the mask of what the stage provides when it provides something: {@code 0x2}.
 */
final class OwnerFile {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerFile.class);

    private final Path path;

    OwnerFile(Path path) {
        this.path = path;
    }

    /**
     * What was written last. An unreadable line is reported and left out: its slot then counts as
     * released, and the stage in it runs on until the slot is claimed.
     */
    Map<Place, Stage> read() {
        Map<Place, Stage> result = new TreeMap<>();
        if (!Files.exists(path)) {
            return result;
        }
        Properties lines = new Properties();
        try (var in = Files.newBufferedReader(path)) {
            lines.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
        lines.forEach((key, value) -> parse(key.toString(), value.toString(), result));
        return result;
    }

    private void parse(String key, String value, Map<Place, Stage> into) {
        String[] place = key.split("\\.", -1);
        String[] stage = value.split(" ", -1);
        try {
            if (place.length != 2 || stage.length < 3 || stage.length > 4) {
                throw new IllegalArgumentException(
                        "expected CHAIN.SLOT=OWNER VERSION PROGRAM [MASK]");
            }
            Chain chain = Chain.valueOf(place[0].toUpperCase(java.util.Locale.ROOT));
            into.put(
                    new Place(chain, Integer.parseInt(place[1])),
                    Stage.adopted(stage[0], stage[1], stage[2], mask(stage)));
        } catch (IllegalArgumentException e) {
            LOG.warn("{}: line {}={} is left out: {}", path, key, value, e.getMessage());
        }
    }

    private static int mask(String[] stage) {
        if (stage.length == 3) {
            return 0;
        } else if (!stage[3].startsWith("0x")) {
            throw new IllegalArgumentException("the mask " + stage[3] + " does not begin with 0x");
        }
        return Integer.parseUnsignedInt(stage[3].substring(2), 16);
    }

    /** Replaces the file; durable when it returns. */
    void write(Map<Place, Stage> inForce) {
        StringBuilder text = new StringBuilder();
        inForce.forEach(
                (place, stage) -> {
                    if (!stage.owner().isEmpty()) {
                        text.append(place.chain().label()).append('.').append(place.slot());
                        text.append('=').append(stage.owner()).append(' ');
                        text.append(stage.version()).append(' ').append(stage.name());
                        if (stage.provides() != 0) {
                            text.append(" 0x").append(Integer.toHexString(stage.provides()));
                        }
                        text.append('\n');
                    }
                });
        try {
            AtomicFile.write(path, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
