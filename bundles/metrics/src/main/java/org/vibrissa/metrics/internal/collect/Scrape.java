package org.vibrissa.metrics.internal.collect;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.vibrissa.metrics.MetricFamily;

/** All figures of one moment, families in order of name. */
public record Scrape(List<Family> families) {
    Scrape(Collection<Family> families) {
        this(
                families.stream()
                        .sorted(Comparator.comparing(family -> family.meaning().name()))
                        .toList());
    }

    public Scrape {
        families = List.copyOf(families);
    }

    /** How many series there are. */
    public int series() {
        return families.stream().mapToInt(family -> family.series().size()).sum();
    }

    /** Only families that are shown by these names, those of a histogram's series included. */
    public Scrape only(Collection<String> names) {
        return new Scrape(
                families.stream().filter(family -> named(family.meaning(), names)).toList());
    }

    private static boolean named(MetricFamily meaning, Collection<String> names) {
        if (names.contains(meaning.shownName())) {
            return true;
        }
        return meaning.kind() == MetricFamily.Kind.HISTOGRAM
                && (names.contains(meaning.name() + "_bucket")
                        || names.contains(meaning.name() + "_count")
                        || names.contains(meaning.name() + "_sum"));
    }
}
