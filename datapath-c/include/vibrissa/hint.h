/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the compiler cannot know about branches. */
#ifndef VIBRISSA_HINT_H
#define VIBRISSA_HINT_H

#define vib_likely(x)	__builtin_expect(!!(x), 1)
#define vib_unlikely(x) __builtin_expect(!!(x), 0)

#endif
