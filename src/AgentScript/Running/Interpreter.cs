using System.Collections.Immutable;
using AgentScript.Model;

namespace AgentScript.Running;

/// <summary>
/// Runs a script one effect at a time. Pure: no clock, no chance, no input or output; equal frames continue equally, in any
/// process. Total: whatever the script, the frame and the result, there is a step. Rules for what the language leaves open
/// are in RULINGS.md.
/// </summary>
public static class Interpreter
{
    /// <summary>The next step. A result that does not fit what the frame waits for is ignored: nothing changes, the effect is <see cref="EndTurn"/>.</summary>
    public static Step Next(Script script, Frame frame, Result? result)
    {
        var program = Program.Of(script);
        try
        {
            return new Execution(program, frame).Next(result);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A mistake of this interpreter, or a frame made by hand: the customer still gets an answer, the conversation goes on.
            var clean = frame with { Position = "start", Machine = null, Intent = null };
            return new Step(clean, new Reply(Execution.DefaultError, DataClass.Public) { IsError = true }, [new Traced("defect", e.GetType().Name, 0)]);
        }
    }

    /// <summary>Whether the frame was written by this very script; another one begins the turn again when a result arrives.</summary>
    public static bool Continues(Script script, Frame frame) => frame.Machine?.Version == Program.Of(script).Version;

    /// <summary>What is said when a conversation opens, or null; no node runs for it.</summary>
    public static string? Welcome(Script script, Linked linked)
    {
        var welcome = script.System.Welcome;
        return welcome is null ? null : Texts.Lenient(welcome, new Execution(Program.Of(script), Frame.Start(linked)).Scope(null));
    }

    /// <summary>Everything a complete set of tests would make the interpreter trace: nodes entered, ways taken by each <c>if</c>, lines run.</summary>
    public static ImmutableArray<Traced> Traceable(Script script)
    {
        var program = Program.Of(script);
        var all = ImmutableArray.CreateBuilder<Traced>();
        foreach (var node in script.Nodes.Where(n => program.Nodes[n.Name].Node == n))
        {
            all.Add(new("enter", node.Name, program.Line(node.Syntax)));
            foreach (var procedure in program.Nodes[node.Name].Procedures.Values.OrderBy(p => p.Operations.IsEmpty ? 0 : p.Operations[0].Line))
            {
                all.AddRange(procedure.Operations.Select(o => o switch
                {
                    Branch branch => new Traced("branch", branch.Way, branch.Line),
                    Else none => new Traced("branch", "else", none.Line),
                    Assign set => new Traced("set", set.Variable, set.Line),
                    Running.Run run => new Traced("run", run.Name, run.Line),
                    Running.Transition transition => new Traced("transition", transition.Target, transition.Line),
                    _ => null,
                }).OfType<Traced>().Distinct());
            }
            all.AddRange(program.Nodes[node.Name].Node.Tools.Select(t => new Traced("tool", t.Name, program.Line(t.Syntax))));
        }
        return all.ToImmutable();
    }
}
