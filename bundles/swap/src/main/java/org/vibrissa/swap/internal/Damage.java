package org.vibrissa.swap.internal;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Whether a jar is whole: its end is there and each entry unpacks to the checksum that it carries.
 */
final class Damage {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int EMPTY_ARCHIVE = 0x06054b50;
    private static final int END = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int ENTRIES_AT = 10;
    private static final int COMMENT_AT = 20;
    private static final int MOST_COMMENT = 0xffff;

    private Damage() {}

    /** What is damaged, where; empty when it is whole or is no zip file at all. */
    static Optional<String> of(byte[] jar) {
        ByteBuffer bytes = ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN);
        if (jar.length < 4 || bytes.getInt(0) != LOCAL_HEADER && bytes.getInt(0) != EMPTY_ARCHIVE) {
            return Optional.empty();
        }
        Counting in = new Counting(jar);
        String entry = "";
        int entries = 0;
        try (ZipInputStream zip = new ZipInputStream(in)) {
            ZipEntry next = zip.getNextEntry();
            while (next != null) {
                entry = next.getName();
                zip.transferTo(OutputStream.nullOutputStream());
                entries++;
                next = zip.getNextEntry();
            }
        } catch (EOFException e) {
            return Optional.of(
                    "it ends at byte %d within entry %s".formatted(jar.length, name(entry)));
        } catch (ZipException e) {
            return Optional.of(
                    "%s in entry %s, before byte %d"
                            .formatted(e.getMessage(), name(entry), in.taken()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("%s after entry %s".formatted(e.getMessage(), name(entry)));
        }
        return directory(bytes, entries);
    }

    /** The table of contents at the end, which the framework reads. */
    private static Optional<String> directory(ByteBuffer jar, int entries) {
        for (int at = jar.limit() - END_SIZE;
                at >= Math.max(0, jar.limit() - END_SIZE - MOST_COMMENT);
                at--) {
            if (jar.getInt(at) == END
                    && at + END_SIZE + Short.toUnsignedInt(jar.getShort(at + COMMENT_AT))
                            == jar.limit()) {
                int listed = Short.toUnsignedInt(jar.getShort(at + ENTRIES_AT));
                return listed == entries
                        ? Optional.empty()
                        : Optional.of("it lists %d entries and has %d".formatted(listed, entries));
            }
        }
        return Optional.of("it ends at byte %d without its list of entries".formatted(jar.limit()));
    }

    private static String name(String entry) {
        return entry.isEmpty() ? "1" : entry;
    }

    /** Knows how far it was read. */
    private static final class Counting extends InputStream {
        private final ByteArrayInputStream in;
        private final int size;

        Counting(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
            size = bytes.length;
        }

        int taken() {
            return size - in.available();
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] into, int at, int most) {
            return in.read(into, at, most);
        }
    }
}
