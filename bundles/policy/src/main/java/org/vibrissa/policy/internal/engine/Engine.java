package org.vibrissa.policy.internal.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.vibrissa.identity.Identity;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.state.ResourceKey;

/** Keeps the kernel's rows at what policies, identities and endpoints say. One thread at a time. */
public final class Engine {
    private final KernelRows kernel;
    private final RuleBook book;
    private final SelectionCache cache = new SelectionCache();
    private final SetsInForce inForce;
    private final DefaultDenials denials;
    private final Placement placement;
    private final Map<ResourceKey, List<ActivePolicy>> documents =
            new TreeMap<>(Comparator.comparing(ResourceKey::toString));
    private final Map<Integer, Subject> subjects = new HashMap<>();
    private EngineSettings settings = EngineSettings.USUAL;
    private Besides besides = new Besides(cache, settings.paths());
    private NamedPorts others = NamedPorts.NONE;

    /** Names that endpoints will bring that are not told yet. */
    private NamedPorts expected = NamedPorts.NONE;

    private boolean complete;

    public Engine(KernelRows kernel, RuleBook book) {
        this(kernel, book, System::nanoTime, Engine::wallClock);
    }

    /**
     * With clocks of its own.
     *
     * @param clock nanoseconds, as {@link System#nanoTime}
     * @param wall nanoseconds since 1970
     */
    Engine(KernelRows kernel, RuleBook book, LongSupplier clock, LongSupplier wall) {
        this.kernel = kernel;
        this.book = book;
        denials = new DefaultDenials(wall);
        inForce = new SetsInForce(kernel, flags -> besides.of(flags), clock, denials);
        placement =
                new Placement(
                        inForce, documents, subjects, this::key, policy -> policy.end(book, cache));
    }

    /** As below, where no endpoint is told later. */
    public Map<ResourceKey, String> complete() {
        return complete(NamedPorts.NONE);
    }

    /**
     * All that was declared before this start has been told: it takes the place of what an earlier
     * daemon left. Until then endpoints stay as they were, and new ones let nothing through.
     *
     * @param names of ports of all endpoints that will be told
     * @return documents that there is no room for, with the reason; they are not in force
     */
    public Map<ResourceKey, String> complete(NamedPorts names) {
        complete = true;
        expected = names;
        boolean unused = learnNames();
        return placement.place(subjects.keySet());
    }

    /**
     * Tries those again that were held back, when there is more room now.
     *
     * @return as {@link #complete}
     */
    public Map<ResourceKey, String> placeHeldBack() {
        return placement.again();
    }

    /** As {@link Placement#lacking}. */
    public Map<ResourceKey, String> heldBack() {
        return placement.lacking();
    }

    /** Whether endpoints were held back. */
    boolean holdsBack() {
        return placement.holdsBack();
    }

    /** Whether a document is followed, in force or held back. */
    boolean follows(ResourceKey document) {
        return documents.containsKey(document);
    }

    /** Rows that there is room for. */
    long free() {
        return inForce.free();
    }

    /**
     * Opens the numbers of endpoints that an earlier daemon had and that are no more; a while after
     * {@link #complete}.
     *
     * @param exists whether an endpoint is in the datapath: it keeps what it has until it is told
     * @return whether every endpoint that there was before has been told or is no more
     */
    public boolean forgetFound(IntPredicate exists) {
        inForce.forgetFound(id -> subjects.containsKey(id) || exists.test(id));
        boolean told = placement.heldBack().containsAll(inForce.foundEndpoints());
        if (told && !expected.equals(NamedPorts.NONE)) {
            expected = NamedPorts.NONE;
            if (learnNames()) {
                assign(Set.copyOf(subjects.keySet()));
            }
        }
        return told;
    }

    /**
     * Documents changed or went.
     *
     * @throws PolicyOverflow when the kernel has no room; nothing was changed
     */
    public void policies(Map<ResourceKey, List<Policy>> changed, Collection<ResourceKey> removed) {
        Map<ResourceKey, List<ActivePolicy>> before = new HashMap<>();
        List<ActivePolicy> ended = new ArrayList<>();
        List<ActivePolicy> begun = new ArrayList<>();
        for (ResourceKey key : removed) {
            List<ActivePolicy> old = documents.remove(key);
            if (old != null) {
                before.put(key, old);
                ended.addAll(old);
            }
        }
        changed.forEach(
                (key, policies) -> {
                    List<ActivePolicy> old = documents.getOrDefault(key, List.of());
                    List<ActivePolicy> now = new ArrayList<>();
                    for (Policy policy : policies) {
                        Optional<ActivePolicy> same =
                                old.stream().filter(o -> o.policy().equals(policy)).findFirst();
                        ActivePolicy active =
                                same.orElseGet(() -> new ActivePolicy(policy, book, cache));
                        now.add(active);
                        if (same.isEmpty()) {
                            begun.add(active);
                        }
                    }
                    before.put(key, old);
                    old.stream().filter(o -> !now.contains(o)).forEach(ended::add);
                    documents.put(key, now);
                });
        Set<Integer> affected = new HashSet<>();
        subjects.forEach(
                (endpoint, subject) -> {
                    if (subject.selectedByAny(ended) || subject.selectedByAny(begun)) {
                        affected.add(endpoint);
                    }
                });
        try {
            assign(affected);
        } catch (PolicyOverflow e) {
            before.forEach(
                    (key, old) -> {
                        if (old.isEmpty()) {
                            documents.remove(key);
                        } else {
                            documents.put(key, old);
                        }
                    });
            begun.forEach(policy -> policy.end(book, cache));
            throw e;
        }
        ended.forEach(policy -> policy.end(book, cache));
        if (!begun.isEmpty() || !ended.isEmpty()) {
            book.advance();
        }
    }

    /** All policies in force, in order of document. */
    public List<Policy> policies() {
        return documents.values().stream().flatMap(List::stream).map(ActivePolicy::policy).toList();
    }

    /** How policies are enforced changed. */
    public void settings(EngineSettings now) {
        EngineSettings before = settings;
        if (now.equals(before)) {
            return;
        }
        Besides old = besides;
        settings = now;
        besides = new Besides(cache, now.paths());
        try {
            assign(subjects.keySet());
        } catch (PolicyOverflow e) {
            besides.end(cache);
            settings = before;
            besides = old;
            throw e;
        }
        old.end(cache);
    }

    public EngineSettings settings() {
        return settings;
    }

    /**
     * An endpoint is new, or what decides about it changed. In force when it returns.
     *
     * @param adopted whether an earlier daemon has put it in force, so that what holds for it now
     *     stays until everything was told
     * @return documents that there is no room for when an adopted one is told for the first time,
     *     with the reason; they are not in force any more
     * @throws PolicyOverflow when there is no room for another one, which then lets nothing through
     */
    public Map<ResourceKey, String> endpoint(int id, Subject subject, boolean adopted) {
        Subject before = subjects.put(id, subject);
        boolean renamed = learnNames();
        if (!complete) {
            if (!adopted) {
                close(id);
            }
            return Map.of();
        }
        Set<Integer> concerned = renamed ? Set.copyOf(subjects.keySet()) : Set.of(id);
        if (adopted && before == null) {
            return placement.place(concerned);
        }
        try {
            assign(concerned);
        } catch (PolicyOverflow e) {
            restore(id, before);
            throw e;
        }
        return Map.of();
    }

    /** Whether the names of ports of all endpoints together are others now. */
    private boolean learnNames() {
        NamedPorts now =
                NamedPorts.union(
                        Stream.concat(
                                        Stream.of(expected),
                                        subjects.values().stream().map(Subject::ports))
                                .toList());
        boolean differ = !now.equals(others);
        others = now;
        return differ;
    }

    /** The names of ports of all endpoints here. */
    public NamedPorts names() {
        return others;
    }

    private void restore(int id, Subject before) {
        if (before == null) {
            subjects.remove(id);
            close(id);
        } else {
            subjects.put(id, before);
        }
        boolean unused = learnNames();
    }

    /** Lets nothing through. */
    private void close(int id) {
        SetKey key =
                new SetKey(
                        List.of(),
                        EnumSet.allOf(Direction.class),
                        new SetKey.Flags(false, false, false, Optional.empty()),
                        new PortNames(NamedPorts.NONE, NamedPorts.NONE),
                        List.of());
        inForce.point(Map.of(id, key));
    }

    /** An endpoint is no more; its number may be given to another. */
    public void gone(int id) {
        if (subjects.remove(id) != null || inForce.has(id)) {
            if (learnNames()) {
                assign(Set.copyOf(subjects.keySet()));
            }
            inForce.end(id);
            placement.noLonger(Set.of(id));
        }
    }

    /** What one endpoint is now. */
    public Optional<Subject> subject(int id) {
        return Optional.ofNullable(subjects.get(id));
    }

    /**
     * Identities came, changed or went.
     *
     * @param put by number
     * @return documents whose rows there was no room for, with the reason; their allowances are
     *     incomplete, so they let less through
     */
    public Map<ResourceKey, String> identities(Collection<Identity> put, Collection<Integer> gone) {
        Map<PolicySet, Set<Integer>> stale = new LinkedHashMap<>();
        for (Identity identity : put) {
            note(stale, cache.put(identity), identity.number());
        }
        for (int number : gone) {
            note(stale, cache.remove(number), number);
        }
        if (stale.isEmpty()) {
            return Map.of();
        }
        Map<ResourceKey, String> refused = new LinkedHashMap<>();
        long free = inForce.free();
        boolean changed = false;
        for (Map.Entry<PolicySet, Set<Integer>> each : stale.entrySet()) {
            PolicySet set = each.getKey();
            RowDiff diff = new RowDiff();
            for (int identity : each.getValue()) {
                List<Line> before = set.rows().of(identity);
                List<Line> after = set.compute(identity);
                long more = more(before, after);
                if (more > 0 && more > free - inForce.reserve()) {
                    after = after.stream().filter(Line::deny).toList();
                    more = more(before, after);
                    refuse(refused, set, free);
                }
                free -= more;
                diff.add(identity, before, after);
                set.rows().put(identity, after);
            }
            changed |= !diff.isEmpty();
            diff.write(set.number(), kernel);
        }
        if (changed) {
            kernel.advance();
        }
        return refused;
    }

    /** Rows that come; those that go make room only after that. */
    private static long more(List<Line> before, List<Line> after) {
        return after.stream().filter(line -> before.stream().noneMatch(line::sameKey)).count();
    }

    private static void note(Map<PolicySet, Set<Integer>> stale, Set<Selection> touched, int id) {
        for (Selection selection : touched) {
            for (PolicySet set : selection.sets()) {
                stale.computeIfAbsent(set, s -> new HashSet<>()).add(id);
            }
        }
    }

    private void refuse(Map<ResourceKey, String> refused, PolicySet set, long free) {
        String why =
                "new identities need more rows in the policy map, "
                        + "%,d of %,d are free and kept for denials; raise policy.map-max-entries"
                                .formatted(free, kernel.capacity());
        documents.forEach(
                (key, policies) -> {
                    if (policies.stream().anyMatch(set.key().policies()::contains)) {
                        refused.put(key, why);
                    }
                });
    }

    /** An identity, when it is known here. */
    public Optional<Identity> identity(int number) {
        return cache.identity(number);
    }

    /** Brings these endpoints to the sets that hold for them now. */
    private void assign(Collection<Integer> endpoints) {
        if (!complete) {
            return;
        }
        Map<Integer, SetKey> wanted = new HashMap<>();
        for (int id : endpoints) {
            wanted.put(id, key(subjects.get(id)));
        }
        inForce.point(wanted);
        placement.noLonger(endpoints);
    }

    private SetKey key(Subject subject) {
        return SetKey.of(subject, documents.values(), settings, others);
    }

    /** Whether there are sets whose rows go later: {@link #sweep}. */
    boolean hasRetired() {
        return inForce.hasRetired();
    }

    /** Deletes rows that no packet can meet any more. Returns whether some are left for later. */
    public boolean sweep() {
        return inForce.sweep();
    }

    /** How the endpoint's set is read; empty when nothing is enforced. */
    public Optional<Standing> standing(int id) {
        return inForce.of(id).map(Standing::of).or(() -> foundStanding(id));
    }

    /** Of an endpoint that keeps what an earlier daemon left. */
    private Optional<Standing> foundStanding(int id) {
        return inForce.foundOf(id)
                .flatMap(set -> set.reading().map(reading -> Standing.of(set.number(), reading)));
    }

    private static long wallClock() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** Which policies denied by default; for any thread. */
    DefaultDenials denials() {
        return denials;
    }

    /** What holds for each endpoint that has rules, by number; for any thread. */
    Map<Integer, SetKey> inForce() {
        return inForce.keys();
    }

    /**
     * What holds for an endpoint.
     *
     * @param set number in the kernel
     * @param policies that select it, those of audit alone not; none for a set of an earlier
     *     daemon, which does not say them
     */
    public record Standing(
            int set, Set<Direction> enforced, boolean auditOnly, List<Policy> policies) {
        static Standing of(PolicySet set) {
            return new Standing(
                    set.number(),
                    set.key().enforced(),
                    set.key().flags().auditOnly(),
                    set.key().policies().stream().map(ActivePolicy::policy).toList());
        }

        static Standing of(int set, KernelRows.Reading reading) {
            Set<Direction> enforced = EnumSet.noneOf(Direction.class);
            if (reading.ingress()) {
                enforced.add(Direction.INGRESS);
            }
            if (reading.egress()) {
                enforced.add(Direction.EGRESS);
            }
            return new Standing(set, enforced, reading.auditOnly(), List.of());
        }
    }

    /** How much there is now. */
    public Usage usage() {
        return new Usage(
                inForce.sets(),
                inForce.endpoints(),
                inForce.rows(),
                kernel.capacity(),
                cache.size());
    }

    /**
     * How much there is.
     *
     * @param sets of rules
     * @param endpoints that have one, the host among them
     * @param rows in the kernel
     * @param capacity rows that there is room for
     * @param selectors that are followed
     */
    public record Usage(int sets, int endpoints, long rows, int capacity, int selectors) {}

    /** Whom each selector in use means, in order of its text. */
    public List<SelectorUse> selectors() {
        return cache.sorted().stream()
                .map(s -> new SelectorUse(s.peer().toString(), s.users(), s.members().toList()))
                .toList();
    }

    /**
     * One selector.
     *
     * @param users rules that have it
     * @param identities numbers, rising; none for anybody
     */
    public record SelectorUse(String selector, int users, List<Integer> identities) {}
}
