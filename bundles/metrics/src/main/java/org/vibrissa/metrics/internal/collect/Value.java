package org.vibrissa.metrics.internal.collect;

/** What a series is at. */
public sealed interface Value {
    /** Both together, for series that are folded into one. */
    Value plus(Value other);

    /** Of a counter or gauge. */
    record Single(double value) implements Value {
        @Override
        public Value plus(Value other) {
            return new Single(value + ((Single) other).value);
        }
    }

    /**
     * Of a histogram.
     *
     * @param counts values in each bucket, not summed up
     * @param sum of all values
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and not changed once made
    record Distribution(long[] counts, double sum) implements Value {
        @Override
        public Value plus(Value other) {
            Distribution that = (Distribution) other;
            long[] total = counts.clone();
            for (int i = 0; i < total.length; i++) {
                total[i] += that.counts[i];
            }
            return new Distribution(total, sum + that.sum);
        }
    }
}
