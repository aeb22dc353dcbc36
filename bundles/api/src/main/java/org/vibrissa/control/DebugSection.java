package org.vibrissa.control;

import org.osgi.annotation.versioning.ConsumerType;

/** One part of {@code vibrissa debuginfo}; register it as a service. */
@ConsumerType
public interface DebugSection {
    /** File name without extension, {@code [a-z0-9-]+}: {@code pipeline}, {@code bpf-maps}. */
    String name();

    /**
     * What is known now: anything Jackson can write. An exception is put into the report in its
     * place. Runs on the command's thread and may take seconds, not minutes.
     */
    Object collect();
}
