using System.Collections.Immutable;
using AgentScript.Expressions;

namespace AgentScript.Running;

/// <summary>What a customer's words are taken for: an answer, a request, several, or one that has to be asked about.</summary>
internal sealed partial class Execution
{
    private readonly ImmutableArray<Understood>.Builder understood = ImmutableArray.CreateBuilder<Understood>();
    private TypedText typed = TypedText.None;

    /// <summary>A node that words mean, and how that is known.</summary>
    private sealed record Wanted(IntentProgram Intent, string Text, string By, double Confidence = 1);

    private void Hear(CustomerMessage message)
    {
        var text = Json.Cut(message.Text ?? "", Limits.Words);
        typed = new TypedText(text, message.Found);
        var asked = machine.Waiting is { For: WaitingFor.Answer } && program.Procedure(Top) is { } procedure && Top.At < procedure.Operations.Length ? procedure.Operations[Top.At] as Collect : null;
        if (machine.Waiting is { For: WaitingFor.Confirmation } && YesNo.Read(text) is { } yes)
        {
            Resume(text);
            Confirm(yes);
            return;
        }
        if (machine.Waiting is { For: WaitingFor.Confirmation }) Trace("confirmed", "unanswered", 0);
        // Whatever else the last turn waited for: these words are not it, and it will not come to anything.
        if (machine.Waiting is { For: WaitingFor.Choice } choice) Chosen(choice, message, text);
        else if (asked is null) Begin(message, text);
        else if (Given(asked, text, message.Meaning) is { } given) Answer(asked, given, text, message);
        else if (Meant(text, message.Meaning, Top.Node) is { } other && other.Intent.Node.Name != Top.Node) Begin([other], text);
        // Another number of the same node: it starts afresh.
        else if (IntentMatcher.Identified(program.Intents, text, typed, Top.Node, message.Meaning?.Intent) is var (same, _)) Begin([new(same, text, "slot")], text);
        else AskAgain(asked, text);
    }

    /// <summary>What words say to a question, or null. Words with an identifying slot answer with that slot or not at all.</summary>
    private Value? Given(Collect asked, string text, Meaning? meaning)
    {
        if (IntentMatcher.Identified(program.Intents, text, typed, Top.Node, meaning?.Intent) is not var (intent, slot)) return Read(asked.Variable, text);
        return intent.Node.Name == Top.Node && slot.Slot.Name == asked.Variable ? Read(slot, slot.Find(text, typed)) : null;
    }

    private void Answer(Collect asked, Value value, string text, CustomerMessage message)
    {
        var more = Requests(message).Where(r => r.Intent.Node.Name != Top.Node);
        Answer(asked, value, text);
        machine = machine with { Queue = [.. machine.Queue, .. more.Select(r => new Queued(r.Intent.Node.Name, r.Text))] };
    }

    /// <summary>A new turn: what the words mean, all of it; else a question between what they may mean; else as the language begins.</summary>
    private void Begin(CustomerMessage message, string text)
    {
        var requests = Requests(message);
        if (requests.Length > 1) Begin(requests, text);
        else if (Meant(text, message.Meaning) is { } request) Begin([request], text);
        else if (Open(message.Meaning) is { IsEmpty: false } between) AskBetween(between, text);
        else Begin(text);
    }

    /// <summary>A node that words mean: an identifying slot, then the script's words and examples, then the classifier.</summary>
    private Wanted? Meant(string text, Meaning? meaning, string? waiting = null)
    {
        if (IntentMatcher.Identified(program.Intents, text, typed, waiting, meaning?.Intent) is var (identified, _)) return new(identified, text, "slot");
        if (IntentMatcher.Meant(program.Intents, text, meaning is not null) is { } said) return new(said, text, "words");
        return meaning?.Intent is { } name && program.Intents.FirstOrDefault(i => i.Node.Name == name) is { } guessed ? new(guessed, text, "classifier", meaning.Confidence) : null;
    }

    /// <summary>What the parts of a message ask for, each node once; what says nothing by itself belongs to what was said before it.</summary>
    private ImmutableArray<Wanted> Requests(CustomerMessage message)
    {
        if (message.Parts.IsDefault || message.Parts.Length < 2) return [];
        var requests = new List<Wanted>();
        var before = "";
        foreach (var part in message.Parts.Take(Limits.Requests))
        {
            var text = Json.Cut(part.Text, Limits.Words);
            if (Meant(text, part.Meaning) is not { } request)
            {
                if (requests.Count == 0) before = Texts.Join(before, text, "\n");
                else requests[^1] = requests[^1] with { Text = Texts.Join(requests[^1].Text, text, "\n") };
            }
            else if (requests.FindIndex(r => r.Intent == request.Intent) is >= 0 and var known) requests[known] = requests[known] with { Text = Texts.Join(requests[known].Text, text, "\n") };
            else requests.Add(request);
        }
        if (requests.Count > 0) requests[0] = requests[0] with { Text = Texts.Join(before, requests[0].Text, "\n") };
        return [.. requests];
    }

    /// <summary>A turn at the node the first request means; the others wait for its answer.</summary>
    private void Begin(ImmutableArray<Wanted> requests, string text)
    {
        NewTurn(text);
        machine = machine with { Queue = [.. requests.Skip(1).Select(r => new Queued(r.Intent.Node.Name, r.Text))] };
        understood.AddRange(requests.Select(r => new Understood(r.Intent.Node.Name, r.By, r.Confidence)));
        Start(requests[0].Intent, requests.Length > 1 ? requests[0].Text : text);
    }

    /// <summary>Enters a node for what words say; its slots start afresh.</summary>
    private void Start(IntentProgram start, string text)
    {
        Trace("intent", start.Node.Name, program.Line(start.Node.Intent!.Syntax));
        // What one part of a message leaves out, the whole of it may say.
        foreach (var slot in start.Slots)
            Set(slot.Slot.Name, Read(slot, slot.Find(text, typed) ?? slot.Find(machine.Turn.Text, typed)) ?? Value.None, DataClass.Internal, program.Line(slot.Slot.Syntax));
        Enter(start.Node.Name, false, "", DataClass.Public);
    }

    private ImmutableArray<string> Open(Meaning? meaning) =>
        meaning is null || meaning.Between.IsDefault ? [] : [.. meaning.Between.Where(n => program.Intents.Any(i => i.Node.Name == n)).Distinct(StringComparer.Ordinal).Take(Limits.Choices)];

    private void AskBetween(ImmutableArray<string> between, string text)
    {
        NewTurn(text);
        var names = between.Select(n => $"\"{Shown(n)}\"").ToList();
        var question = $"Is this about {(names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}")}?";
        Trace("ask", "intent", 0);
        effect = new Ask(question) { Between = between };
        machine = machine with { Waiting = new Waiting(WaitingFor.Choice, Asked: 1) { Between = between, Words = text } };
        position = "choice";
    }

    /// <summary>The answer to that question, which is asked once; whatever else is said then is a request of its own.</summary>
    private void Chosen(Waiting choice, CustomerMessage message, string text)
    {
        if (Picked(choice, message, text) is { } node && program.Intents.FirstOrDefault(i => i.Node.Name == node) is { } intent)
        {
            NewTurn(Json.Cut(Texts.Join(choice.Words, text, "\n"), Limits.Words));
            understood.Add(new(node, "choice"));
            Start(intent, machine.Turn.Text);
        }
        else if (YesNo.Read(text) is not null) Begin(choice.Words);
        else Begin(message with { Meaning = message.Meaning is { } meaning ? meaning with { Between = [] } : null }, text);
    }

    private string? Picked(Waiting choice, CustomerMessage message, string text)
    {
        var between = choice.Between;
        if (between.Length == 1 && YesNo.Read(text) is { } yes) return yes ? between[0] : null;
        var words = Words.Of(text);
        // The highest first: "the second one" is not the first.
        for (var n = between.Length - 1; between.Length > 1 && n >= 0 && words.Length <= 4; n--)
        {
            if (words.Intersect(Ordinals[n]).Any()) return between[n];
        }
        if (Meant(text, message.Meaning) is { } meant) return between.Contains(meant.Intent.Node.Name) ? meant.Intent.Node.Name : null;
        var named = between.Where(n => Words.Content(Words.Of(Shown(n))).Intersect(words).Any()).ToList();
        return named is [var only] ? only : null;
    }

    private static readonly string[][] Ordinals = [["1", "first", "one"], ["2", "second", "two"], ["3", "third", "three"]];

    /// <summary>What a customer is told a node is about.</summary>
    private string Shown(string node)
    {
        var (label, description) = (program.Nodes[node].Node.Label, program.Nodes[node].Node.Description);
        return (label ?? description) is { } text && Texts.Lenient(text, Scope(null)).Trim().TrimEnd('.') is { Length: > 0 } shown ? shown : node.Replace('_', ' ');
    }

    /// <summary>After an answer the next request of the same message is served; what was said goes out with the last.</summary>
    private bool GoesOn()
    {
        var turn = machine.Turn;
        if (effect is Reply reply && !machine.Queue.IsEmpty && program.Intents.FirstOrDefault(i => i.Node.Name == machine.Queue[0].Node) is { } next)
        {
            var said = new Spoken(turn.Said, turn.SaidClass).And(new Spoken(reply.Text, reply.Class));
            var text = machine.Queue[0].Text;
            machine = machine with { Queue = machine.Queue.RemoveAt(0), Turn = turn with { Said = said.Text, SaidClass = said.Class, Failed = turn.Failed || reply.IsError } };
            effect = null;
            Start(next, text);
            return true;
        }
        if (effect is Handoff or EndSession) machine = machine with { Queue = [] };
        if (turn.Said.Length == 0 || effect is not ISpoken spoken) return false;
        var all = new Spoken(turn.Said, turn.SaidClass).And(new Spoken(spoken.Text, spoken.Class));
        effect = effect switch
        {
            Reply last => last with { Text = all.Text, Class = all.Class, IsError = last.IsError || turn.Failed },
            Ask ask => ask with { Text = all.Text, Class = all.Class },
            Confirm confirm => confirm with { Text = all.Text, Class = all.Class },
            Handoff handoff => handoff with { Text = all.Text, Class = all.Class },
            EndSession end => end with { Text = all.Text, Class = all.Class },
            _ => effect,
        };
        machine = machine with { Turn = turn with { Said = "", SaidClass = DataClass.Public, Failed = false } };
        return false;
    }
}
