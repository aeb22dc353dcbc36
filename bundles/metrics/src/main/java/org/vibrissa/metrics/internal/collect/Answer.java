package org.vibrissa.metrics.internal.collect;

import java.util.Optional;

/**
 * What came of a question to a source.
 *
 * @param value empty when it failed
 * @param failure why; empty when it did not
 * @param nanos how long it took
 */
record Answer<T>(Source source, Optional<T> value, Optional<Throwable> failure, long nanos) {}
