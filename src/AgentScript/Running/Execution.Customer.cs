using AgentScript.Expressions;

namespace AgentScript.Running;

/// <summary>What a customer's message does.</summary>
internal sealed partial class Execution
{
    /// <summary>A turn as the language begins it.</summary>
    private void Begin(string text)
    {
        NewTurn(text);
        var last = machine.Stay || !program.StartsOver ? machine.Node : "";
        machine = machine with { Stay = false };
        var node = program.Nodes.ContainsKey(last) ? last : program.Script.Start?.Name;
        if (node is not null)
        {
            Enter(node, false, "", DataClass.Public);
            return;
        }
        Trace("failed", "no start_agent", 0);
        effect = Apology(Spoken.Nothing);
    }

    private void NewTurn(string text)
    {
        stack.Clear();
        intent = null;
        machine = machine with { Waiting = null, Queue = [], Turn = new TurnState { Text = text } };
    }

    /// <summary>Goes on in the same turn.</summary>
    private void Resume() => machine = machine with { Waiting = null };

    /// <summary>Goes on in a new turn, at the place where the last one asked.</summary>
    private void Resume(string text)
    {
        machine = machine with { Turn = new TurnState { Text = text, Ending = machine.Turn.Ending } };
        intent = stack.LastOrDefault(a => !a.IsAgent && program.Nodes[a.Node].Node.Intent is not null)?.Node;
    }

    private void Answer(Collect asked, Value value, string text)
    {
        Resume(text);
        machine = machine with { Waiting = null };
        if (Set(asked.Variable, value, DataClass.Internal, asked.Line)) Trace("collected", asked.Variable, asked.Line);
        // What else was said need not be asked for.
        foreach (var slot in program.Intents.FirstOrDefault(i => i.Node.Name == Top.Node)?.Slots.Where(s => s.Slot.Name != asked.Variable) ?? [])
        {
            if (!IsSet(slot.Slot.Name) && Read(slot, slot.Find(text, typed)) is { } more) Set(slot.Slot.Name, more, DataClass.Internal, asked.Line);
        }
        Advance();
    }

    private bool IsSet(string variable) => Scope(null).Read("variables", variable) is { IsNone: false } value && !(value.Kind == ValueKind.String && value.String.Length == 0);

    private void AskAgain(Collect asked, string text)
    {
        var times = machine.Waiting!.Asked;
        Resume(text);
        machine = machine with { Waiting = null };
        if (times < asked.Attempts)
        {
            Ask(asked, times);
            return;
        }
        Trace("limit", $"{asked.Variable}: asked {times} times", asked.Line);
        Escalated(new Spoken($"asked {times} times for {asked.Variable}", DataClass.Public), EscalationMessage(asked.Line));
    }

    private void Collect(Collect collect)
    {
        var isSet = IsSet(collect.Variable);
        if (Top.Procedure == NodeProgram.Reply)
        {
            if (isSet) Advance();
            else Ask(collect, 0);
            return;
        }
        // With a model it is the model that asks, for one field at a time.
        if (Top.Procedure == NodeProgram.Instructions && !isSet && !Top.Collecting)
        {
            var question = Question(collect);
            Top = Top with
            {
                Collecting = true,
                Text = Texts.Join(Top.Text, Prompt.Asking(collect.Variable, question.Text, TopNode), "\n"),
                Class = DataClass.Stricter(Top.Class, question.Class),
            };
        }
        else if (Top.Procedure != NodeProgram.Instructions)
        {
            Trace("failed", "collect", collect.Line);
        }
        Advance();
    }

    private void Ask(Collect collect, int asked)
    {
        var question = Question(collect);
        Trace("ask", collect.Variable, collect.Line);
        var said = Flush();
        effect = new Ask(Texts.Join(said.Text, question.Text, "\n")) { Class = DataClass.Stricter(said.Class, question.Class) };
        machine = machine with { Waiting = new Waiting(WaitingFor.Answer, Asked: asked + 1) };
    }

    private Spoken Question(Collect collect)
    {
        var question = Text(collect.Message, collect.Line);
        return question.IsEmpty ? new($"Please tell me: {program.Script.Variable(collect.Variable)?.Declaration.Text("label") ?? collect.Variable.Replace('_', ' ')}.", DataClass.Public) : question;
    }

    /// <summary>What was to be said so far goes out with the question, and is not said again.</summary>
    private Spoken Flush()
    {
        var said = stack.Aggregate(Spoken.Nothing, (all, a) => all.And(new Spoken(a.Said, a.SaidClass)));
        if (Top.Procedure == NodeProgram.Reply)
        {
            said = said.And(new Spoken(Top.Text, Top.Class));
            Top = Top with { Text = "", Class = DataClass.Public };
        }
        for (var i = 0; i < stack.Count; i++) stack[i] = stack[i] with { Said = "", SaidClass = DataClass.Public };
        return said;
    }

    private Value? Read(string variable, string text)
    {
        var slot = Top.IsAgent ? null : program.Intents.FirstOrDefault(i => i.Node.Name == Top.Node)?.Slots.FirstOrDefault(s => s.Slot.Name == variable);
        if (slot is { HasForm: true }) return Read(slot, slot.Find(text, typed) ?? slot.Answer(text));
        var declared = program.Script.Variable(variable)?.Declaration;
        return SlotReader.Read(text, typed, declared?.Type ?? slot?.Slot.Type ?? "string", declared?.IsList ?? false);
    }

    /// <summary>What was found, as its variable's type; null where it is none of it.</summary>
    private Value? Read(SlotReader slot, string? found)
    {
        if (found is null) return null;
        var declared = program.Script.Variable(slot.Slot.Name)?.Declaration;
        return Types.Coerce(Value.Of(found), declared?.Type ?? slot.Slot.Type, declared?.IsList ?? false) is { IsNone: false } value ? value : null;
    }
}
