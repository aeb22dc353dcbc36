/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Types that user space needs besides the keys and values of maps: events of a ring buffer,
 * enums. bpf2java makes a Java class of each. The compiler writes BTF only for what it sees used,
 * so the type gets a pointer of its own, in a section that no loader maps.
 */
#ifndef VIBRISSA_EXPORT_H
#define VIBRISSA_EXPORT_H

/* At file scope: VIB_EXPORT(struct, vib_event); VIB_EXPORT(enum, vib_slot); */
#define VIB_EXPORT(kind, name)                          \
	static const kind name *const vib_export_##name \
		__attribute__((used, section(".vib.export")))

#endif
