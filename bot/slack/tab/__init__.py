"""The Home tab: what it tells, its pictures, and who sees it anew after a change."""
