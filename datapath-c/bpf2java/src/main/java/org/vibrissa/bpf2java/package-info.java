/**
 * Generates Java records and codecs from the BTF of compiled BPF objects, so that a layout is
 * written once, in C. See README.md of this module for its use in a build.
 */
package org.vibrissa.bpf2java;
