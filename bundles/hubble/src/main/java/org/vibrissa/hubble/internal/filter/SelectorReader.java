package org.vibrissa.hubble.internal.filter;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.hubble.internal.filter.LabelSelector.Operator;
import org.vibrissa.hubble.internal.filter.LabelSelector.Requirement;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.state.NearestName;

/** Reads the text of a label selector from left to right. For one use. */
final class SelectorReader {
    private static final String END_OF_WORD = ",=!<>() \t";

    private final String field;
    private final String text;
    private int at;

    SelectorReader(String field, String text) {
        this.field = field;
        this.text = text;
    }

    List<Requirement> read() throws FilterRejected {
        List<Requirement> all = new ArrayList<>();
        do {
            all.add(requirement());
            spaces();
        } while (take(','));
        if (at < text.length()) {
            throw wrong("\"" + text.substring(at) + "\" is not understood");
        }
        return all;
    }

    private Requirement requirement() throws FilterRejected {
        spaces();
        boolean absent = take('!');
        spaces();
        String name = word("a label's key");
        if (absent) {
            return of(name, Operator.ABSENT, List.of());
        }
        spaces();
        if (take('!')) {
            expect('=');
            return of(name, Operator.NOT_IN, List.of(value()));
        }
        if (take('=')) {
            // One or two mean the same.
            take('=');
            return of(name, Operator.IN, List.of(value()));
        }
        if (take('>')) {
            return of(name, Operator.GREATER, List.of(number()));
        }
        if (take('<')) {
            return of(name, Operator.LESS, List.of(number()));
        }
        if (at == text.length() || text.charAt(at) == ',') {
            return of(name, Operator.EXISTS, List.of());
        }
        String operator = word("in or notin");
        return switch (operator) {
            case "in" -> of(name, Operator.IN, values());
            case "notin" -> of(name, Operator.NOT_IN, values());
            default -> throw wrong("\"" + operator + "\" is no operator: use =, !=, in or notin");
        };
    }

    private Requirement of(String name, Operator operator, List<String> values)
            throws FilterRejected {
        int colon = name.indexOf(':');
        if (colon < 0) {
            return new Requirement(LabelSource.ANY, name, operator, values);
        }
        String source = name.substring(0, colon);
        LabelSource known =
                LabelSource.of(source)
                        .orElseThrow(
                                () ->
                                        wrong(
                                                "there is no label source \""
                                                        + source
                                                        + "\""
                                                        + NearestName.hint(
                                                                source, LabelSource.texts())));
        return new Requirement(known, name.substring(colon + 1), operator, values);
    }

    private List<String> values() throws FilterRejected {
        spaces();
        expect('(');
        List<String> values = new ArrayList<>();
        do {
            spaces();
            values.add(value());
            spaces();
        } while (take(','));
        expect(')');
        return values;
    }

    private String number() throws FilterRejected {
        String value = value();
        if (!Requirement.number(value)) {
            throw wrong("\"" + value + "\" is no number");
        }
        return value;
    }

    /** May be empty, as a label's value may. */
    private String value() {
        spaces();
        int start = at;
        skipWord();
        return text.substring(start, at);
    }

    private String word(String wanted) throws FilterRejected {
        int start = at;
        skipWord();
        if (start == at) {
            throw wrong("wanted is " + wanted + " at position " + (at + 1));
        }
        return text.substring(start, at);
    }

    private void skipWord() {
        while (at < text.length() && END_OF_WORD.indexOf(text.charAt(at)) < 0) {
            at++;
        }
    }

    private void spaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws FilterRejected {
        if (!take(c)) {
            throw wrong("wanted is \"" + c + "\" at position " + (at + 1));
        }
    }

    private FilterRejected wrong(String reason) {
        return new FilterRejected(field, text, reason);
    }
}
