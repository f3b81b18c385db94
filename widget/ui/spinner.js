/** What turns while something is loaded or saved: for the sheets of those who have one. */
export const spinner = `
.spinner {
  flex: none; width: 18px; height: 18px; border-radius: 50%; border: 2px solid var(--accent-line); border-block-start-color: var(--accent);
  animation: turn 800ms linear infinite;
}
@keyframes turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) { .spinner { animation-duration: 4s; } }
`;
