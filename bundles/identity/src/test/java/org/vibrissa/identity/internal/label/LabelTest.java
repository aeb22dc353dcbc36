package org.vibrissa.identity.internal.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.Labels;
import org.vibrissa.net.IpPrefix;

final class LabelTest {
    private static boolean alphanumeric(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }

    private static boolean legal(Runnable make) {
        try {
            make.run();
            return true;
        } catch (IllegalArgumentException e) {
            assertFalse(e.getMessage().isBlank());
            return false;
        }
    }

    @Test
    void takesKeysOfExactlyTheLegalCharacters() {
        for (char c = 0; c < 0x3000; c++) {
            char it = c;
            boolean inner = alphanumeric(it) || "-_.".indexOf(it) >= 0;
            // A slash makes what is before it a DNS name.
            boolean within = inner || it == '/';
            assertEquals(within, legal(() -> Label.any("a" + it + "b", "")), () -> "a" + it + "b");
            assertEquals(alphanumeric(it), legal(() -> Label.any(it + "b", "")), () -> it + "b");
            assertEquals(alphanumeric(it), legal(() -> Label.any("a" + it, "")), () -> "a" + it);
        }
    }

    @Test
    void takesValuesOfExactlyTheLegalCharacters() {
        for (char c = 0; c < 0x3000; c++) {
            char it = c;
            boolean inner = alphanumeric(it) || "-_.".indexOf(it) >= 0;
            assertEquals(inner, legal(() -> Label.any("k", "a" + it + "b")), () -> "a" + it + "b");
            assertEquals(alphanumeric(it), legal(() -> Label.any("k", "" + it)), () -> "" + it);
            boolean printable = it > ' ' && it < 0x7f;
            assertEquals(
                    printable,
                    legal(() -> new Label(LabelSource.UNIT, "name", "a" + it + "b")),
                    () -> "unit a" + it + "b");
        }
    }

    @Test
    void knowsHowLongKeysAndValuesMayBe() {
        String name = "a".repeat(63);
        String dns = ("b".repeat(63) + ".").repeat(3) + "c".repeat(61);
        Label.any(dns + "/" + name, name);
        assertThrows(IllegalArgumentException.class, () -> Label.any(name + "a", ""));
        assertThrows(IllegalArgumentException.class, () -> Label.any("k", name + "a"));
        assertThrows(IllegalArgumentException.class, () -> Label.any("b" + dns + "/k", ""));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Label(LabelSource.VM, "name", "v".repeat(256)));
    }

    @ParameterizedTest
    @CsvSource({
        "any:org=empire,any:org=empire",
        "org=empire,any:org=empire",
        "org,any:org",
        "any:org=,any:org",
        "k8s:io.kubernetes.pod.namespace=default,k8s:io.kubernetes.pod.namespace=default",
        "example.org/tier=1,any:example.org/tier=1",
        "unit:name=a@b:c=d.service,unit:name=a@b:c=d.service",
        "cidr:10.0.0.0/8,cidr:10.0.0.0/8",
        "cidr:10.1.2.3,cidr:10.1.2.3/32",
        "cidr:FD00:0::/8,cidr:fd00::/8",
        "cidr:::/0,cidr:::/0",
        "reserved:host,reserved:host"
    })
    void readsAndWritesLabels(String written, String text) {
        assertEquals(text, Label.parse(written).toString());
        assertEquals(Label.parse(written), Label.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "=",
                "any:",
                "any:=x",
                ":a=b",
                "docker:a=b",
                "Any:a=b",
                "any:a b",
                "any:/a",
                "any:A.b/c",
                "any:a/b/c",
                "any:a=b=c",
                "any:a=-",
                "cidr:10.0.0.1/8",
                "cidr:10.0.0.0/33",
                "cidr:x",
                "any:ä=b",
                "any:a=\u0000",
                "unit:name=a b",
                "any:a\n"
            })
    void refusesWhatIsNoLabel(String text) {
        assertThrows(IllegalArgumentException.class, () -> Label.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "any:a=1,any:a=1,true", "any:a=1,k8s:a=1,true", "any:a=1,unit:a=1,true",
        "k8s:a=1,any:a=1,true", "k8s:a=1,k8s:a=1,true", "k8s:a=1,unit:a=1,false",
        "unit:a=1,any:a=1,false", "any:a=1,any:a=2,false", "any:a=1,any:b=1,false",
        "any:a,any:a=1,false", "reserved:host,reserved:host,true"
    })
    void matchesByTheSelectorsSource(String selector, String label, boolean matches) {
        assertEquals(matches, Label.parse(selector).matches(Label.parse(label)));
        assertEquals(
                matches, Labels.parse(List.of("vm:z=9", label)).matches(Label.parse(selector)));
    }

    @ParameterizedTest
    @EnumSource(LabelSource.class)
    void findsEachSourceByItsText(LabelSource source) {
        assertEquals(source, LabelSource.of(source.text()).orElseThrow());
    }

    @Test
    void makesEqualSetsOfAnyOrder() {
        Labels one = Labels.parse(List.of("b=2", "a=1", "unit:name=x", "a=1"));
        Labels other = Labels.parse(List.of("unit:name=x", "any:a=1", "any:b=2"));
        assertEquals(one, other);
        assertEquals(one.hash(), other.hash());
        assertEquals("any:a=1;any:b=2;unit:name=x;", one.canonical());
        assertEquals(List.of("1"), one.values(LabelSource.K8S, "a"));
        assertThrows(
                IllegalArgumentException.class, () -> Labels.parse(List.of("any:a=1", "any:a=2")));
        assertTrue(Labels.parse(List.of()).isEmpty());
    }

    @Test
    void knowsThePrefixOfACidrLabel() {
        assertEquals(
                IpPrefix.parse("10.0.0.0/8"),
                Labels.parse(List.of("reserved:world", "cidr:10.0.0.0/8")).prefix().orElseThrow());
    }
}
