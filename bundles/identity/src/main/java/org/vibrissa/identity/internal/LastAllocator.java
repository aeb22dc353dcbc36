package org.vibrissa.identity.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.vibrissa.identity.IdentityAllocator;
import org.vibrissa.runtime.AtomicFile;

/**
 * Which allocator was in use, in a file: after a restart another one is not asked before that one
 * is there, for numbers would go back and forth. Not thread safe.
 */
final class LastAllocator {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path file;
    private final LongSupplier nanos;
    private final long begun;
    private Optional<String> awaited;
    private String kept;

    LastAllocator(Path file, LongSupplier nanos) {
        this.file = file;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        try {
            kept = Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        awaited = Optional.of(kept).filter(name -> !name.isEmpty());
    }

    /** Whether the one of before is still to come. */
    boolean awaits(Collection<IdentityAllocator> there) {
        if (awaited.isPresent()
                && (there.stream().anyMatch(each -> each.name().equals(awaited.get()))
                        || nanos.getAsLong() - begun > PATIENCE.toNanos())) {
            awaited = Optional.empty();
        }
        return awaited.isPresent();
    }

    void keep(String name) {
        if (!kept.equals(name)) {
            try {
                Files.createDirectories(file.getParent());
                AtomicFile.write(file, name + "\n");
                kept = name;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }
    }
}
