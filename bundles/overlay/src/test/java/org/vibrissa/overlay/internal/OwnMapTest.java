package org.vibrissa.overlay.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.MapMigration;
import org.vibrissa.bpf.PlainCodecs;

/** Which layout is taken over, and which pins go, by what is pinned and what the stages use. */
class OwnMapTest {
    private static final String MAP = "peers";

    private final Set<Integer> pinned = new TreeSet<>();

    /** Program ids 101, 102, ... use layout 1, 2, ... */
    private final BpfLoader loader =
            (BpfLoader)
                    Proxy.newProxyInstance(
                            BpfLoader.class.getClassLoader(),
                            new Class<?>[] {BpfLoader.class},
                            (self, method, arguments) ->
                                    switch (method.getName()) {
                                        case "pinnedSchemas" -> List.copyOf(pinned);
                                        case "unpin" -> pinned.remove(arguments[1]);
                                        case "schemaUsedBy" ->
                                                Optional.of((int) arguments[1] - 100)
                                                        .filter(pinned::contains);
                                        default ->
                                                throw new UnsupportedOperationException(
                                                        method.getName());
                                    });

    /** Layout 2, which takes over layout 1. */
    private static OwnMap<Integer, Integer> map() {
        return new OwnMap<>(
                MAP,
                2,
                PlainCodecs.U32,
                PlainCodecs.U32,
                List.of(new Former<>(1, PlainCodecs.U32, PlainCodecs.U32, new Same())));
    }

    private record Same() implements MapMigration.Converter<Integer, Integer, Integer, Integer> {
        @Override
        public Integer key(Integer key) {
            return key;
        }

        @Override
        public Optional<Integer> value(Integer key, Integer value) {
            return Optional.of(value);
        }
    }

    @ParameterizedTest(name = "{0}: pinned {1}, used {2}")
    @CsvSource({
        "first start,                                     '',      '',    0, ''",
        "restart,                                         2,       2,     0, 2",
        "restart without stages,                          2,       '',    0, 2",
        "swap,                                            1,       1,     1, 1",
        "swap without stages,                             1,       '',    1, 1",
        "swap after one that was cut short,               '1 2',   1,     1, 1",
        "restart before the old layout was removed,       '1 2',   2,     0, 2",
        "both without stages: another version may use it, '1 2',   '',    0, '1 2'",
        "killed between two claims,                       '1 2',   '1 2', 0, '1 2'",
        "a layout nobody here knows: left to its owner,   3,       3,     0, 3",
        "the same with our own beside it,                 '2 3',   3,     0, '2 3'",
        "a swap from there back to what we know,          '1 2 3', 1,     1, 1",
    })
    void takesOverWhatTheStagesUse(
            String when, String pins, String used, int takenOver, String left) {
        pinned.addAll(numbers(pins));
        int former = map().toTakeOver(loader, programs(used)).map(Former::schema).orElse(0);
        assertEquals(
                Map.of(takenOver, Set.copyOf(numbers(left))),
                Map.of(former, Set.copyOf(pinned)),
                when);
    }

    @ParameterizedTest(name = "{0}: pinned {1}, used {2}")
    @CsvSource({
        "the daemon stops,               2,     2,     2",
        "it stops without stages,        2,     '',    2",
        "another layout is in use,       '1 2', 1,     1",
        "a stage of ours is still there, '1 2', '1 2', '1 2'",
        "nothing tells,                  '1 2', '',    '1 2'",
    })
    void leavesThePinThatIsInUse(String when, String pins, String used, String left) {
        pinned.addAll(numbers(pins));
        map().retire(loader, programs(used));
        assertEquals(Set.copyOf(numbers(left)), Set.copyOf(pinned), when);
    }

    private static List<Integer> numbers(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split(" ")).stream().map(Integer::valueOf).toList();
    }

    private static List<Integer> programs(String used) {
        return numbers(used).stream().map(layout -> layout + 100).toList();
    }
}
