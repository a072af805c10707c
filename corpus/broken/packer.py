"""Code is not a story, whatever it prints."""


def pack(stories):
    return "\n\n".join(story.strip() for story in stories)


if __name__ == "__main__":
    print(pack(["PARIS (AP) -- This line stands in a program.", "It must not be found."]))
