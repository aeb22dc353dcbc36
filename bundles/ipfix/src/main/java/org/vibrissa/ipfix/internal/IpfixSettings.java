package org.vibrissa.ipfix.internal;

/** Settings of the IPFIX exporters; a change takes effect at once. */
@interface IpfixSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.ipfix";

    /** As in {@link org.vibrissa.ipfix.internal.collector.CollectorAddress}. */
    String[] collectors() default {};

    /** Observation domain id. */
    long domain() default 1;

    /** Private enterprise number; 0 = standard elements only. */
    long enterprise() default 32473;

    /** Bytes of the largest message. */
    int message_size() default 1400;

    /** Nanoseconds between two sendings of the templates over UDP. */
    long template_interval() default 60_000_000_000L;
}
