/** What stands behind the code of a `ShotlistError`; `docs/errors.md` is made from it. */
export interface ErrorCode {
  /** A few words, as a heading. */
  readonly title: string;
  /** Why it happens, what to do, and what state files and money are in. */
  readonly explain: string;
  /** What a command that ends with it exits with; 1 unless said. */
  readonly exitCode?: number;
}

/** Bad usage or a bad manifest. */
const USAGE = 2;
/** Stopped by the account or the budget. */
const STOPPED = 4;
/** The state is locked, or belongs to something else. */
const LOCKED = 5;

/** Every code that a `ShotlistError` can carry. Codes are permanent: none changes its meaning or is used again. */
export const ERROR_CODES: Readonly<Record<string, ErrorCode>> = {
  "account-differs": {
    title: "The key belongs to another account",
    explain:
      "A generation of the state is not known to the account that the key belongs to, so takes in flight could not be watched with it. `--force` binds it all the same, and leaves the takes of the other account as they are. Nothing was changed.",
    exitCode: LOCKED,
  },
  "bad-base-url": {
    title: "The API's base URL cannot be used",
    explain:
      "A base URL is an https address; plain http is taken for this machine only, because the key would travel readable. Nothing was sent.",
    exitCode: USAGE,
  },
  "bad-publish-url": {
    title: "An address for published clips cannot be used",
    explain:
      "`export --base-url` takes the public http or https address of the folder that the clips will be put into, without a name and a password. Nothing was written.",
    exitCode: USAGE,
  },
  "bad-resolution": {
    title: "What is to become of a take is not clear",
    explain:
      "`resolve` takes one answer for each take: `--created ID`, `--not-created`, `--abandon`, or a file of answers with `--from`. Nothing was changed: a file with a mistake in one line settles none of its takes.",
    exitCode: USAGE,
  },
  "bad-selection": {
    title: "A selection is not understood",
    explain:
      "`--only` takes `id:GLOB`, `failed`, `new`, `rejected` or `approved`. Nothing was sent or changed.",
    exitCode: USAGE,
  },
  "clip-outside-folder": {
    title: "A clip's path leaves the output folder",
    explain:
      "Whatever a template says, clips stay inside the output folder. Change `output.file`. Nothing was written there.",
    exitCode: USAGE,
  },
  "clip-unreadable": {
    title: "A clip on disk cannot be read",
    explain:
      "The file is there, but reading it fails: rights, or a disk that is not healthy or not mounted. No file was changed.",
  },
  "clips-unwritable": {
    title: "Clips cannot be written",
    explain:
      "The output folder's disk is full or read-only, or the folder is not there. Nothing more is submitted; what is in flight is still watched. Free some space or make the folder writable, and run again: finished generations are fetched then, and nothing is paid for again.",
    exitCode: STOPPED,
  },
  "clips-without-state": {
    title: "There are clips of the manifest, and no state that knows them",
    explain:
      "The manifest has no state, but its output folder holds clips that were paid for and made for shots as they stand in it: the usual sign of a lost state. `shotlist state adopt MANIFEST --from-sidecars` rebuilds it from what lies beside the clips; `--new-state` starts a new one, which buys them again. Nothing was sent or changed.",
    exitCode: USAGE,
  },
  "decision-stale": {
    title: "A decision is about another clip",
    explain:
      "A verdict belongs to one shot, one take and one file. What was judged is not what is there now, so it is not taken over: look at the clip that is there, and decide again. `review apply` stores the other decisions of a file; the served page stores none of that step. Nothing else was changed.",
    exitCode: USAGE,
  },
  "decisions-unreadable": {
    title: "A file does not hold decisions that can be taken",
    explain:
      "`review apply` takes what the contact sheet of the same manifest exports, as a whole: one entry with a mistake makes it refuse the file. No verdict was stored or changed.",
    exitCode: USAGE,
  },
  "export-unwritable": {
    title: "Clips cannot be handed over",
    explain:
      "The export's folder is on a full or read-only disk, or may not be written. What was written so far is whole; run the same command again once there is room. Clips and state were not touched.",
    exitCode: STOPPED,
  },
  "file-exists": {
    title: "A file is there already",
    explain:
      "A file that stands where shotlist would write one is not replaced unless you ask for it. Nothing was written.",
    exitCode: USAGE,
  },
  "generation-differs": {
    title: "A generation is not what the take asked for",
    explain:
      "What the API says it was asked for differs from the take's request, or it was made before the take was sent. With `--force` it is taken all the same. Nothing was changed.",
    exitCode: USAGE,
  },
  "generation-id-taken": {
    title: "A generation belongs to another take",
    explain:
      "One generation belongs to at most one take, and a forgotten one is not taken up again by itself. Give the id of a generation that no take owns. Nothing was changed.",
    exitCode: USAGE,
  },
  "generation-not-found": {
    title: "The API does not know a generation",
    explain:
      "The account that the key belongs to has no generation with this id. Check the id and the key. Nothing was changed.",
    exitCode: USAGE,
  },
  "generation-unchecked": {
    title: "A generation could not be checked",
    explain:
      "An id that is given by hand is checked with the API first, and it gave no usable answer. Try again. Nothing was changed.",
  },
  "ids-not-written": {
    title: "Derived ids could not be written",
    explain:
      "`shotlist ids MANIFEST --write` puts the ids of shots that have none into the manifest. Read again, it would have named the shots otherwise, so it was put back as it was. Give the shots ids by hand.",
    exitCode: USAGE,
  },
  "impossible-event": {
    title: "Something happened to a take that cannot happen to it",
    explain:
      "A fault in shotlist. Nothing was written: the state is as it was before. Please report it, with the output of `shotlist state show`.",
  },
  "list-unreadable": {
    title: "The account's generations cannot be listed",
    explain:
      "`--adopt-matching` needs the whole list of the account, and the API did not give it. Try again. Nothing was sent or changed.",
    exitCode: STOPPED,
  },
  "manifest-not-found": {
    title: "The manifest is not there",
    explain: "The path leads to no file, or to a folder. Nothing was sent or changed.",
    exitCode: USAGE,
  },
  "manifest-unreadable": {
    title: "The manifest cannot be read",
    explain: "The file is there, but the system does not let it be read. Nothing was sent or changed.",
    exitCode: USAGE,
  },
  "needs-agreement": {
    title: "A run that spends money needs your word",
    explain:
      "Without a terminal to ask on, a run that buys something needs `--yes`, or a bound with `--max-spend`. Nothing was sent.",
    exitCode: USAGE,
  },
  "no-api-key": {
    title: "No API key was found",
    explain:
      "Set `LUMA_API_KEY` for Dream Machine, `LUMA_AGENTS_API_KEY` for the Agents API (ray-3.2), `CRAZYROUTER_API_KEY` for the gateway, in the environment or in a `.env` file beside the manifest, or try everything without a key with `--simulate`. Nothing was sent.",
    exitCode: USAGE,
  },
  "no-upload-key": {
    title: "No key for the upload storage was found",
    explain:
      "The manifest has `uploads:`, and shots that begin with local files. Set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` in the environment (or `SHOTLIST_UPLOAD_KEY_ID` and `SHOTLIST_UPLOAD_SECRET`, which go first). Keys are never read from the manifest. Nothing was sent.",
    exitCode: USAGE,
  },
  "plan-stale": {
    title: "A saved plan is out of date",
    explain:
      "The state has moved on since the plan was saved, so that what it shows is no longer what would happen; a plan can also be applied only once. Make a new plan. Nothing was sent or changed.",
    exitCode: LOCKED,
  },
  "plan-unreadable": {
    title: "A file is not a saved plan",
    explain:
      "`run --plan` takes a file that `plan --out` of this release wrote. Nothing was sent or changed.",
    exitCode: USAGE,
  },
  "port-taken": {
    title: "A port cannot be used",
    explain:
      "Another program listens on it, or it is not free for users. Leave `--port` out, and a free one is found. Nothing was served or changed.",
    exitCode: USAGE,
  },
  "report-unwritable": {
    title: "The report cannot be written",
    explain:
      "The report's folder is on a full or read-only disk, or may not be written. Clips and state do not depend on it; `shotlist report` writes it again once the folder can be written.",
    exitCode: STOPPED,
  },
  "shot-not-found": {
    title: "There is no such shot",
    explain: "Neither the manifest nor its state has a shot with this id. Nothing was changed.",
    exitCode: USAGE,
  },
  "state-beside": {
    title: "Another state beside the manifest knows its shots",
    explain:
      "The manifest has no state of its own name, but a state beside it holds takes of the same shots: the usual sign of a changed `name:`. Use that state with `--state FILE`, or start a new one with `--new-state`. Nothing was sent or changed.",
    exitCode: USAGE,
  },
  "state-busy": {
    title: "Another program holds the state's file",
    explain:
      "Something that is not a shotlist run keeps the file locked. End it, or try again. The change that failed was not stored; everything stored before it is safe.",
    exitCode: LOCKED,
  },
  "state-damaged": {
    title: "The state is damaged",
    explain:
      "The file is not what shotlist wrote. It was left as it is and nothing was sent. Put back a copy of it, or move it away and rebuild it from the clips' sidecar files, so that nothing is paid twice.",
  },
  "state-disk-full": {
    title: "The disk of the state is full",
    explain:
      "No new submission is made while nothing can be stored. Ids of generations that were paid are printed and kept in a file if they could not be stored. Free some space, then run the same command again.",
    exitCode: STOPPED,
  },
  "state-locked": {
    title: "Another run is using this state",
    explain:
      "Only one run may spend for a state at a time. Wait until it ends, or stop it; `shotlist status` shows how far it is. This command sent and changed nothing.",
    exitCode: LOCKED,
  },
  "state-not-found": {
    title: "There is no state yet",
    explain:
      "The manifest was never run, or its state lies elsewhere: name it with `--state`. Nothing was made.",
    exitCode: USAGE,
  },
  "state-other-account": {
    title: "The state belongs to another account",
    explain:
      "Generations of one account cannot be seen by another, so a run with another key or base URL could not watch what was paid for. Use the key of the first run, or another state with `--state`. Nothing was sent or changed.",
    exitCode: LOCKED,
  },
  "state-superseded": {
    title: "A newer run owns the state",
    explain:
      "This run stores and sends nothing more; what it stored is kept, and the newer run watches and fetches what this one began.",
    exitCode: LOCKED,
  },
  "state-too-new": {
    title: "The state was written by a newer shotlist",
    explain: "Update shotlist. The file was left as it is, and nothing was sent.",
  },
  "state-unwritable": {
    title: "The state cannot be written",
    explain:
      "Its file or folder is read-only, not there, or on a disk without locks. Nothing is sent that cannot be recorded first; everything stored before is safe.",
    exitCode: STOPPED,
  },
  "take-exists": {
    title: "A take with this number is stored already",
    explain:
      "The state changed since it was read. Run the same command again. The stored take was left as it is, and nothing was sent for the new one.",
  },
  "take-not-found": {
    title: "There is no such take",
    explain:
      "The shot has no take with this number. `shotlist status` shows those that there are. Nothing was changed.",
    exitCode: USAGE,
  },
  "take-open": {
    title: "A take is not finished",
    explain:
      "The API may be at work on it, or its clip is still to be fetched, so forgetting it would lose what is paid. `--force` forgets it all the same. Nothing was changed.",
    exitCode: USAGE,
  },
  "take-settled": {
    title: "A take needs no settling",
    explain:
      "The take is not in a state that this answer fits: what is settled stays as it is. `shotlist state show` tells what happened to it. Nothing was changed.",
    exitCode: USAGE,
  },
  "unowned-matches": {
    title: "The account already has generations equal to what would be bought",
    explain:
      "The state is new, but the account holds generations that no take owns and that equal shots of this manifest: the usual sign of a lost state. `--adopt-matching` takes them up without paying again, `--no-adopt-matching` buys new ones. Nothing was sent or changed.",
    exitCode: USAGE,
  },
};

/** What a command that ends with an error of this code exits with. */
export function exitCodeOf(code: string): number {
  return Object.hasOwn(ERROR_CODES, code) ? (ERROR_CODES[code]?.exitCode ?? 1) : 1;
}
