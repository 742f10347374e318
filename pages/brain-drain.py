"""The address /brain-drain as a file.

Until a session has called st.navigation, a fresh server looks addresses up among the files
beside this one; without it the very first link to this page would be told "not found".
"""

if __name__ == "__main__":
    from dashboard import main

    main()
