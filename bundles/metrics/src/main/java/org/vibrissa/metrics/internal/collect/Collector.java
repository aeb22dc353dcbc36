package org.vibrissa.metrics.internal.collect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.metrics.MetricFamily;

/**
 * Asks all sources, so that one that fails or hangs harms no other. Thread safe; one scrape at a
 * time.
 */
final class Collector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    /** A fifth of the time that Prometheus waits for a scrape. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final IntSupplier limit;
    private final Questioner questioner;
    private final Map<Long, Source> sources = new ConcurrentSkipListMap<>();
    private final Books books = new Books();

    /**
     * A collector without sources.
     *
     * @param limit most series of a family; asked at each scrape
     */
    Collector(IntSupplier limit) {
        this(limit, PATIENCE);
    }

    /** As above, with the time that one source may take. */
    Collector(IntSupplier limit, Duration patience) {
        this.limit = limit;
        questioner = new Questioner(patience);
    }

    void add(long id, Source source) {
        sources.put(id, source);
    }

    /** Removes the source; a scrape that runs ends first. */
    synchronized void remove(long id) {
        Source source = sources.remove(id);
        if (source != null) {
            books.forget(source.name());
            source.close();
        }
    }

    int sources() {
        return sources.size();
    }

    /** Every family that is known now, with the sources that tell it, in order of name. */
    synchronized Map<MetricFamily, List<String>> catalogue() {
        Map<MetricFamily, List<String>> all =
                new TreeMap<>(
                        Comparator.comparing(MetricFamily::name)
                                .thenComparing(family -> family.labels().toString())
                                .thenComparing(MetricFamily::toString));
        for (Answer<Set<MetricFamily>> answer :
                questioner.ask(sources.values(), Source::families)) {
            String name = answer.source().name();
            answer.value()
                    .ifPresent(
                            families ->
                                    families.forEach(
                                            family ->
                                                    all.computeIfAbsent(
                                                                    family, f -> new ArrayList<>())
                                                            .add(name)));
            answer.failure().ifPresent(failure -> failed(answer.source(), failure));
        }
        Books.FAMILIES.forEach(family -> all.put(family, List.of("metrics.Collector")));
        return all;
    }

    /** All figures of now. */
    synchronized Scrape collect() {
        Map<String, Family> families = new LinkedHashMap<>();
        books.begin();
        for (Answer<Draft> answer : questioner.ask(sources.values(), Source::collect)) {
            String name = answer.source().name();
            answer.value().ifPresent(draft -> take(name, draft, families));
            answer.failure().ifPresent(failure -> failed(answer.source(), failure));
            books.took(name, answer.nanos());
        }
        Draft own = new Draft(Set.copyOf(Books.FAMILIES));
        books.tell(List.copyOf(families.values()), own);
        take("metrics.Collector", own, families);
        return new Scrape(families.values());
    }

    private void failed(Source source, Throwable e) {
        boolean told = e instanceof NoAnswer;
        if (books.failed(source.name()) == 1 && !told) {
            LOG.warn("no figures of {}: {}", source.name(), e.toString(), e);
        }
    }

    private void take(String source, Draft draft, Map<String, Family> families) {
        draft.told()
                .forEach(
                        (meaning, series) -> {
                            Family family =
                                    families.computeIfAbsent(
                                            meaning.name(),
                                            name -> new Family(meaning, limit.getAsInt()));
                            if (!family.meaning().equals(meaning)
                                    || !family.lacks(series.keySet())) {
                                refused(source, meaning);
                            } else {
                                family.addAll(series);
                            }
                        });
    }

    private void refused(String source, MetricFamily meaning) {
        if (books.refused(source, meaning.shownName()) == 1) {
            LOG.warn(
                    "{} of {} is left out: another source tells it with another meaning, or the"
                            + " same series",
                    meaning.shownName(),
                    source);
        }
    }

    /** Asks nobody any more. */
    @Override
    public synchronized void close() {
        questioner.close();
    }
}
