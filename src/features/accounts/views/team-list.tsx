import { still } from '#platform/ui/frozen.ts';
import { Person, PhoneLink } from '#platform/ui/people.tsx';
import type { TeamMember } from '../team.ts';

/** The people who work for an account, as both sides see them. */
export const TeamList = still<{ team: TeamMember[]; empty: string }>(({ team, empty }) => {
  if (team.length === 0) return <p class="meta">{empty}</p>;
  return (
    <ul class="people-list">
      {team.map((member) => (
        <li>
          <Person
            name={member.name}
            photo={member.photo}
            note={member.role || undefined}
            also={member.phone && <PhoneLink number={member.phone} />}
          />
        </li>
      ))}
    </ul>
  );
});
